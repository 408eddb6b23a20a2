// Which encoding a file of ranks belongs to.

import ArgumentParser
import Subword

struct EncodingOption: ParsableArguments {
  @Option(
    name: .customLong("encoding"),
    help: ArgumentHelp(
      "The encoding that a file of ranks belongs to, such as cl100k_base. [default: what the "
        + ".encoding.json beside the file says, or what the ranks are known to be]"))
  var name: String?

  func encoding() throws(CommandFailure) -> TiktokenEncoding? {
    guard let name else { return nil }
    if let encoding = TiktokenEncoding(named: name) { return encoding }
    let names = TiktokenEncoding.allCases.map(\.rawValue)
    let list = names.dropLast().joined(separator: ", ")
    throw .usage("--encoding \(name): is unknown; take \(list) or \(names.last ?? "")")
  }
}
