import Foundation
import TestSupport
import Testing

@Suite(
  "Hugging Face's tokenizers reads what tok train writes, and gives the same identifiers",
  .enabled(
    if: Machine.peersPython != nil, "needs a Python with tokenizers: set TOK_PEERS_PYTHON to it"))
struct PeerTests {
  static let options = [
    "", "--normalizer nfc", "--normalizer nfkc", "--normalizer nfd", "--normalizer nfkd",
    "--normalizer nfd,nfc", "--special '<|end|>' --special '[MASK]'", "--pattern cl100k",
    "--pattern o200k", "--pattern llama3", "--pattern qwen2", "--pattern none",
    "--pattern '\\p{Lu}?\\p{L}+|[^\\p{L}]'", "--no-byte-level",
    "--no-byte-level --pattern whitespace",
    "--no-byte-level --pattern whitespace-split", "--no-byte-level --limit-alphabet 60",
    "--no-byte-level --character-coverage 0.98 --unknown-token '<unk>'",
    "--no-byte-level --byte-fallback --limit-alphabet 40",
    "--no-byte-level --byte-fallback --normalizer nfkc --pattern cl100k --special '<|end|>'",
    "--max-token-length 5", "--min-frequency 20", "--input-format lines",
  ]

  /// Reads files of texts, one a line, and writes the identifiers of each line as tok does.
  private static let program = """
    import sys
    from tokenizers import Tokenizer
    count, files = int(sys.argv[1]), sys.argv[2:]
    lines = []
    for name in files:
        with open(name, "rb") as file:
            text = file.read().decode("utf-8")
        lines += text.split("\\n")[:-1] if text.endswith("\\n") else text.split("\\n")
    for index in range(count):
        tokenizer = Tokenizer.from_file(f"{index}.json")
        with open(f"{index}.peer", "w") as output:
            for encoding in tokenizer.encode_batch(lines, add_special_tokens=False):
                print(*encoding.ids, file=output)
    """

  @Test("with every kind of alphabet, pattern and normalizer, on every corpus")
  func identifiers() throws {
    let python = try #require(Machine.peersPython)
    let workshop = try Workshop()
    try workshop.write(Self.program, to: "peer.py")
    try workshop.write("a<|end|>b [MASK] ﬁ Å é\n\n  \n\t a\u{A0}b\u{3000}\r\n", to: "odd.txt")
    let corpora = "'\(Fixtures.url("corpora").path)'/*"
    for (index, options) in Self.options.enumerated() {
      let train = try workshop.run("tok train \(corpora) --vocab 3000 \(options) -o \(index).json")
      #expect(train.status == 0, "\(options)\n\(train)")
      let encode = try workshop.run(
        "tok encode -t \(index).json --special-tokens parse \(corpora) odd.txt > \(index).tok")
      #expect(encode.status == 0, "\(options)\n\(encode)")
    }
    let peer = try workshop.run("'\(python)' peer.py \(Self.options.count) \(corpora) odd.txt")
    #expect(peer.status == 0, "\(peer)")
    for (index, options) in Self.options.enumerated() {
      let ours = lines(workshop.read("\(index).tok"))
      let theirs = lines(workshop.read("\(index).peer"))
      #expect(ours.count == theirs.count && ours.count > 1000, "\(options)")
      let place = zip(ours, theirs).enumerated().first { $1.0 != $1.1 }
      #expect(place == nil, "\(options): line \((place?.offset ?? 0) + 1)")
    }
  }

  private func lines(_ file: FileContents?) -> [Substring] {
    (file?.text ?? "").split(
      separator: "\n", omittingEmptySubsequences: false)
  }
}
