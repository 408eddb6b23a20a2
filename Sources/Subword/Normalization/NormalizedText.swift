// Text on its way to pretokens, and where each byte of it came from.
//
//     text  ──▶  NormalizedText  ──▶  stages rewrite it, scalar by scalar  ──▶  pretokens
//                     │
//                     └─ origins: only if somebody will ask for offsets

/// The bytes of the original that a byte of a normalized text stands for.
package struct Origin: Hashable, Sendable, BitwiseCopyable {
  package var start: UInt32
  package var end: UInt32

  package init(_ start: Int, _ end: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
  }
}

/// Valid UTF-8, and for each byte the stretch of the original it stands for, if that is tracked.
///
/// Origins follow Hugging Face's `NormalizedString`: a scalar that replaces another takes its
/// origin, one that is inserted takes that of the byte before, and all bytes of a scalar have one
/// origin.
package struct NormalizedText: Sendable {
  package private(set) var bytes: [UInt8]
  /// By byte; empty when nobody will ask.
  package private(set) var origins: [Origin]
  package let tracksOrigins: Bool
  /// Where the text starts in the original: what is put in front of all of it comes from there.
  package let start: Int

  /// A text that nothing was done to yet.
  ///
  /// - Parameter offset: Where the text starts in the original.
  package init(_ text: Span<UInt8>, at offset: Int = 0, tracksOrigins: Bool) {
    bytes = []
    bytes.reserveCapacity(text.count)
    bytes.append(copying: text)
    self.tracksOrigins = tracksOrigins
    start = offset
    origins = []
    guard tracksOrigins else { return }
    origins.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let end = min(index + UTF8Scalar.width(text[index]), text.count)
      for _ in index..<end { origins.append(Origin(offset + index, offset + end)) }
      index = end
    }
  }

  /// Lets `body` say what becomes of each scalar.
  package mutating func rewrite<Failure: Error>(
    _ body: (inout TextRewriter) throws(Failure) -> Void
  ) throws(Failure) {
    var rewriter = TextRewriter(self)
    try body(&rewriter)
    rewriter.keepRest()
    self = rewriter.result
  }

  /// A part of the text with its origins. Neither end may lie within a scalar.
  package func part(_ range: Range<Int>) -> NormalizedText {
    let origins = tracksOrigins ? origins[range] : []
    return NormalizedText(
      bytes: Array(bytes[range]), origins: Array(origins), tracksOrigins: tracksOrigins,
      start: origins.first.map { Int($0.start) } ?? start)
  }

  /// Appends another text that tracks origins if this one does.
  package mutating func append(_ other: NormalizedText) {
    bytes.append(contentsOf: other.bytes)
    origins.append(contentsOf: other.origins)
  }

  /// Takes other bytes, and nobody will ask where they came from.
  mutating func replaceUntracked(with bytes: [UInt8]) { self.bytes = bytes }

  /// Takes other bytes.
  ///
  /// - Parameters:
  ///   - starts: Where each of them starts in the bytes before; empty if nobody will ask.
  ///   - end: Where the last one ends there. Each other one ends where the next starts.
  mutating func replace(with bytes: [UInt8], from starts: [Int], end: Int) {
    self.bytes = bytes
    guard tracksOrigins else { return }
    let last = origins.last.map { Int($0.end) } ?? start
    let places = starts.map { $0 < origins.count ? Int(origins[$0].start) : last }
    let behind = end < origins.count ? Int(origins[end].start) : last
    origins = zip(places, places.dropFirst() + [behind]).map { Origin($0, $1) }
  }

  fileprivate init(bytes: [UInt8], origins: [Origin], tracksOrigins: Bool, start: Int) {
    self.bytes = bytes
    self.origins = origins
    self.tracksOrigins = tracksOrigins
    self.start = start
  }
}

/// Goes through a text from its start to its end, and writes what becomes of it.
///
/// A stage reads ``next``, then keeps, replaces or drops it, or inserts something in front of it.
package struct TextRewriter {
  private let source: NormalizedText
  /// Where the next scalar starts in the source.
  package private(set) var position = 0
  private var bytes: [UInt8] = []
  private var origins: [Origin] = []

  fileprivate init(_ source: NormalizedText) {
    self.source = source
    bytes.reserveCapacity(source.bytes.count)
    if source.tracksOrigins { origins.reserveCapacity(source.bytes.count) }
  }

  fileprivate var result: NormalizedText {
    NormalizedText(
      bytes: bytes, origins: origins, tracksOrigins: source.tracksOrigins, start: source.start)
  }

  /// How many bytes were written.
  package var count: Int { bytes.count }

  /// The scalar at ``position``; `nil` at the end.
  package var next: Unicode.Scalar? { UTF8Scalar.decode(source.bytes, at: position) }

  /// Writes the next scalar as it is.
  package mutating func keep() {
    keep(to: min(position + UTF8Scalar.width(source.bytes[position]), source.bytes.count))
  }

  /// Writes all as it is up to `end`, where a scalar starts.
  package mutating func keep(to end: Int) {
    bytes.append(contentsOf: source.bytes[position..<end])
    if source.tracksOrigins { origins.append(contentsOf: source.origins[position..<end]) }
    position = end
  }

  package mutating func keepRest() { keep(to: source.bytes.count) }

  /// Leaves the next scalar out, if there is one.
  package mutating func drop() {
    guard position < source.bytes.count else { return }
    drop(to: min(position + UTF8Scalar.width(source.bytes[position]), source.bytes.count))
  }

  /// Leaves all out up to `end`, where a scalar starts.
  package mutating func drop(to end: Int) { position = end }

  /// Leaves all out that is left.
  package mutating func dropRest() { drop(to: source.bytes.count) }

  /// Writes `scalar` in place of the next one.
  package mutating func replace(with scalar: Unicode.Scalar) {
    guard position < source.bytes.count else { return insert(scalar) }
    write(scalar, source.tracksOrigins ? source.origins[position] : nil)
    drop()
  }

  /// Writes `scalar` in front of the next one.
  package mutating func insert(_ scalar: Unicode.Scalar) {
    guard source.tracksOrigins else { return write(scalar, nil) }
    let atStart = Origin(source.start, source.start)
    write(scalar, position == 0 ? atStart : source.origins[position - 1])
  }

  private mutating func write(_ scalar: Unicode.Scalar, _ origin: Origin?) {
    let start = bytes.count
    UTF8Scalar.append(scalar, to: &bytes)
    if let origin { for _ in start..<bytes.count { origins.append(origin) } }
  }
}
