// One text for each occurrence of a pattern.
//
// Source: Hugging Face's `Replace`. What is new has the origin of the last byte that was replaced,
// or of the byte in front where nothing was.

/// Writes `content` for each match.
struct ReplaceStage: NormalizationStage {
  private let search: TextSearch
  private let content: [Unicode.Scalar]
  private let contentBytes: [UInt8]

  init(_ pattern: TextPattern, content: String) throws(NormalizationError) {
    do { search = try TextSearch(pattern) } catch { throw .pattern(error) }
    self.content = Array(content.unicodeScalars)
    contentBytes = Array(content.utf8)
  }

  func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8], limit: GrowthLimit
  ) throws(NormalizationError) -> NormalizationOutcome {
    let matches = try matches(in: text, limit)
    if matches.isEmpty { return .unchanged }
    var copied = 0
    for match in matches {
      output.append(copying: text.extracting(copied..<match.lowerBound))
      output.append(contentsOf: contentBytes)
      copied = match.upperBound
    }
    output.append(copying: text.extracting(copied...))
    return .appended
  }

  func normalize(
    _ text: inout NormalizedText, limit: GrowthLimit
  ) throws(NormalizationError) {
    let matches = try matches(in: text.bytes.span, limit)
    if matches.isEmpty { return }
    text.rewrite { rewriter in
      for match in matches {
        rewriter.keep(to: match.lowerBound)
        rewriter.drop(to: match.upperBound)
        for scalar in content { rewriter.insert(scalar) }
      }
    }
  }

  private func matches(
    in text: Span<UInt8>, _ limit: GrowthLimit
  ) throws(NormalizationError) -> [Range<Int>] {
    var matches: [Range<Int>] = []
    do { try search.matches(in: text, into: &matches) } catch { throw .pattern(error) }
    let replaced = matches.reduce(0) { $0 + $1.count }
    let (added, overflow) = matches.count.multipliedReportingOverflow(by: contentBytes.count)
    try limit.check(overflow ? .max : text.count - replaced + added)
    return matches
  }
}
