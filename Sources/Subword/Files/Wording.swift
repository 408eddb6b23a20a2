// How messages keep to one line and to one form: `where: what; what to do`.

/// `path` on one line whatever it holds: what could end a line or move a cursor is shown as `?`.
package func shown(_ path: String) -> String {
  path == "-" ? "standard input" : onOneLine(path)
}

/// `text` with whatever could end a line or move a cursor shown as `?`.
package func onOneLine(_ text: String) -> String {
  var line = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: line.append("?")
    default: line.append(scalar)
    }
  }
  return String(line)
}

/// `text` on one line and at most 60 characters long, to be quoted in a message.
package func excerpt(_ text: String) -> String {
  let start = text.unicodeScalars.prefix(60)
  return onOneLine(String(start)) + (start.endIndex < text.unicodeScalars.endIndex ? "…" : "")
}

/// `What. Mend.` as `what; mend`, to stand behind a place.
///
/// - Parameters:
///   - sentences: One sentence or more, each with its period.
///   - mend: What to do where `sentences` don't say it.
/// - Returns: One line without a period.
package func clause(_ sentences: String, else mend: String? = nil) -> String {
  let whole = sentences.hasSuffix(".") ? sentences.dropLast() : sentences[...]
  let end = whole.indices.last { index in
    let next = whole[index...].dropFirst(2).first
    return whole[index...].hasPrefix(". ") && next?.isUppercase == true
  }
  guard let end else { return mend.map { "\(whole); \($0)" } ?? String(whole) }
  let advice = whole[end...].dropFirst(2)
  return "\(whole[..<end]); \(advice.prefix(1).lowercased())\(advice.dropFirst())"
}
