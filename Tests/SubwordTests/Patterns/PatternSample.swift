// The patterns that the tests of pretokenization try, each with the letters that matter to it.

@testable import Subword

/// A pretokenizer, and an alphabet small enough to try every short text over it.
struct PatternSample: CustomStringConvertible, Sendable {
  let description: String
  let pretokenizer: Pretokenizer
  let alphabet: [Unicode.Scalar]

  private init(_ name: String, _ pretokenizer: Pretokenizer, over alphabet: String) {
    description = name
    self.pretokenizer = pretokenizer
    self.alphabet = Array(alphabet.unicodeScalars)
  }

  private init(_ pattern: String, over alphabet: String) {
    self.init(pattern, .pattern(pattern), over: alphabet)
  }

  /// Those that have a name.
  static let named = [
    PatternSample("gpt2", .gpt2, over: " \na's1"),
    PatternSample("cl100k", .cl100k, over: " \nS's1"),
    PatternSample("o200k", .o200k, over: " \nSs'/"),
    PatternSample("llama3", .llama3, over: "\t\r中'v4"),
    PatternSample("qwen2", .qwen2, over: " \ré'm9"),
    PatternSample("whitespace", .whitespace, over: " \u{2009}é'2_"),
    PatternSample("whitespace-split", .whitespaceSplit, over: " \u{3000}\na中'"),
  ]

  /// Constructs that the named ones lack, and patterns that leave gaps.
  static let odd = [
    PatternSample("a+?b|a{2,3}?|b", over: "abc"),
    PatternSample("a{2}|b{1,2}|c{2,}|[abc]", over: "abc "),
    PatternSample("ab{0,2}c|bb{,2}", over: "abc"),
    PatternSample(#"[^\sa-c]+|[a-c]"#, over: "az \n"),
    PatternSample(#"[\w&&[^\d_]]+|[\d&&[^5-9]]+"#, over: "a_45é "),
    PatternSample("[[:alpha:]]+|[[:^alpha:]&&[:punct:]]|[[:space:]]{2}", over: "a! 1"),
    PatternSample("(?i:straße|ka?|s)|ß", over: "sSſkKß"),
    PatternSample("a(?=b)|b(?!a)|c+(?=[^c])|ab", over: "abc"),
    PatternSample("ab|abc|abcd|bcd|d", over: "abcd"),
    PatternSample("a(?:b|bc|c)(?:d|cd)?|cc", over: "abcd"),
    PatternSample("(?:ab|a)(?:bc|c)?|(?:b|c)+?c", over: "abc"),
    PatternSample("(?:a|ab)+c|(?:ba?)+?b", over: "abc"),
    PatternSample("(a*b|b+a)c?", over: "abc"),
    PatternSample(#".+?\n|é{2}|中.*"#, over: "a\né中"),
    PatternSample(#"\s+(?!\S)|\s(?=\S)|\S{3}"#, over: " \na中"),
    PatternSample(#"(?:[a-c]\s?){2}|\p{Lu}\P{Lu}+|\p{^L}"#, over: "aÉ \n1"),
    PatternSample(#"\x61\x{4e2d}|中a|\u4e2d+|[\x61-\x63]"#, over: "ac中"),
    PatternSample(#"a++b|a?+c|[ab]{2,3}|b{3,2}"#, over: "abc"),
    PatternSample(#"(?>ab|c)+a|(?>a+b)c|(?>c|b)"#, over: "abc"),
    PatternSample(#"a\b|\w+\B.|b(?<!a)c|\W(?<=\s)\S"#, over: "ab -"),
    PatternSample(#"a$|b\z|c(?=\s|$)|\s+$"#, over: "abc\n"),
    PatternSample(#"(?i:ss?|ß+t|st|ﬀ)|\R|[[a-s]-[s]]"#, over: "sStßﬀ"),
  ]

  static let all = named + odd

  /// Letters of every length in UTF-8, of every class that the patterns tell apart.
  static let richAlphabet = Array(
    """
    \0\t\n\r \u{85}\u{A0}\u{2009}\u{2028}\u{3000}aAbBcCdDeEiIkKlLmMrRsStTvVzZ019٣²ⅷ½_-'’"!.,/()+$€©<>\
    éÉßſKǅʰªαΣςЯя中日あアー한ไหิ้ा\u{301}\u{20E3}\u{200D}\u{FE0F}\u{FFFD}\u{E000}😀👩🏽🇫🇷𝔘𐐀𐐨𞤀𝟘\u{10FFFF}\u{378}
    """.unicodeScalars)
}
