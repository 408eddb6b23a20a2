import TestSupport
import Testing

@Suite("tok convert writes another format, and says whether it is the same tokenizer")
struct ConvertTests {
  private func workshop() throws -> Workshop {
    let workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
    _ = try workshop.output(
      "tok train corpus.txt --vocab 600 --special '<|endoftext|>' -o a.json --json")
    return workshop
  }

  @Test("as ranks, with what they don't say beside them")
  func ranks() throws {
    let workshop = try workshop()
    let outcome = try workshop.run("tok convert a.json b.tiktoken")
    #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome)")
    #expect(
      outcome.text.hasPrefix("b.tiktoken, b.encoding.json, b.provenance.json  2"), "\(outcome)")
    #expect(outcome.text.hasSuffix(" texts, the same identifiers\n"), "\(outcome)")
    #expect(
      workshop.names.filter { $0.hasPrefix("b.") } == [
        "b.encoding.json", "b.provenance.json", "b.tiktoken",
      ])
    let command = "encode --input-format text --special-tokens parse corpus.txt"
    #expect(
      try workshop.output("tok \(command) -t a.json")
        == workshop.output("tok \(command) -t b.tiktoken"))
  }

  @Test("as vocab.json and merges.txt: in a folder, by the name, or by --to")
  func pair() throws {
    let workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
    _ = try workshop.output("tok train corpus.txt --vocab 600 -o a.json --json")
    let ids = try workshop.output("tok encode -t a.json corpus.txt")
    _ = try workshop.run("mkdir folder")
    for (output, read, files) in [
      ("folder/", "folder", "folder/vocab.json, folder/merges.txt, folder/vocab.provenance.json"),
      (
        "b-vocab.json", "b-merges.txt",
        "b-vocab.json, b-merges.txt, b-vocab.provenance.json"
      ),
      (
        "c --to vocab", "c-vocab.json",
        "c-vocab.json, c-merges.txt, c-vocab.provenance.json"
      ),
    ] {
      let outcome = try workshop.run("tok convert a.json \(output)")
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.error.isEmpty, "\(outcome)")
      #expect(outcome.text.hasPrefix("\(files)  "), "\(outcome)")
      #expect(try workshop.output("tok encode -t \(read) corpus.txt") == ids, "\(output)")
    }
  }

  @Test("and lists nothing where nothing is lost")
  func noLosses() throws {
    let workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
    _ = try workshop.output("tok train corpus.txt --vocab 600 -o a.json --json")
    let outcome = try workshop.run("tok convert a.json b.tiktoken")
    #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome)")
  }

  @Test("as JSON, if asked")
  func json() throws {
    let outcome = try workshop().run("tok convert a.json b.json --json")
    #expect(
      outcome.text.hasPrefix(#"{"output":"b.json","files":["b.json"],"losses":[],"texts":"#),
      "\(outcome)")
    #expect(outcome.text.hasSuffix(",\"same\":true,\"written\":true}\n"), "\(outcome)")
  }

  @Test("and refuses what would change identifiers, unless told otherwise")
  func losses() throws {
    let workshop = try Workshop()
    try workshop.write("e\u{301} ab\n", to: "corpus.txt")
    // The corpus is too small for so many tokens, which training says on standard error.
    #expect(
      try workshop.run("tok train corpus.txt --vocab 270 --normalizer nfc -o a.json").status == 0)
    let refusal = try workshop.run("tok convert a.json b.tiktoken")
    #expect(refusal.status == 3 && refusal.output.isEmpty, "\(refusal)")
    #expect(
      refusal.error.hasPrefix(
        """
        tok: b.tiktoken: leaves out the normalizer
        tok: b.tiktoken: gives other identifiers for "
        """), "\(refusal)")
    #expect(
      refusal.error.hasSuffix("; take --lossy to write it all the same\n"), "\(refusal)")
    #expect(!workshop.names.contains("b.tiktoken"))
    let outcome = try workshop.run("tok convert a.json b.tiktoken --lossy")
    let files = "b.tiktoken, b.encoding.json, b.provenance.json"
    #expect(outcome.status == 3 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.error.hasPrefix("tok: b.tiktoken: leaves out the normalizer\n"), "\(outcome)")
    #expect(outcome.error.hasSuffix("; written all the same: \(files)\n"), "\(outcome)")
    #expect(workshop.names.contains("b.tiktoken"))
  }

  @Test(
    "but never over what it reads",
    arguments: [
      ("a.json", "a.json"), ("./a.json", "folder/../a.json"), ("folder", "folder/vocab.json"),
      ("folder/merges.txt", "folder/vocab.json"),
    ])
  func ownInput(input: String, output: String) throws {
    let workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
    _ = try workshop.output("tok train corpus.txt --vocab 600 -o a.json --json")
    _ = try workshop.run("mkdir folder")
    #expect(try workshop.run("tok convert a.json folder").status == 0)
    let before = try workshop.run("cat a.json folder/*").text
    let outcome = try workshop.run("tok convert \(input) \(output) --to vocab")
    let other = try workshop.run("tok convert \(input) \(output)")
    for outcome in [outcome, other] where outcome.status != 0 {
      #expect(outcome.status == 1)
      #expect(
        outcome.error.hasSuffix(": is what is converted; choose another name\n"), "\(outcome)")
    }
    #expect(other.status == 1)
    #expect(try workshop.run("cat a.json folder/*").text == before)
  }

  @Test("and says which names it writes")
  func names() throws {
    try Workshop().expect(
      "tok convert a.json b.model", status: 2,
      error: """
        tok: b.model: the format isn't written; end the name in .json, .tiktoken or vocab.json, or say \
        it with --to
        """)
    try Workshop().expect(
      "tok convert a.json b --to unigram", status: 2,
      error: "tok: --to unigram: is unknown; take json, tekken, tiktoken or vocab")
    try Workshop().expect(
      "tok encode --text x --encoding gpt7", status: 2,
      error:
        "tok: --encoding gpt7: is unknown; take r50k_base, p50k_base, p50k_edit, cl100k_base, o200k_base, o200k_harmony, llama3, llama4, qwen or kimi"
    )
  }
}
