// A normal form told as changes, for texts that track origins.
//
//     scalars  ──▶  decomposed, each with its combining class  ──▶  marks in order  ──▶  composed
//
// Source: the crate `unicode-normalization-alignments`, which Hugging Face's library uses: of the
// scalars that one decomposes into the first stands for it and the others are new, wherever the order
// of marks puts them; a composed one stands for all that its parts stand for. `NormalFormStage` is the
// same for bytes, by ICU; both have to give the same text.

/// The changes that one normal form makes.
struct NormalFormChanges {
  let normalizer: ICUNormalizer
  let composes: Bool

  private typealias Element = (change: TextChange, combiningClass: UInt8)

  func changes(of text: Span<UInt8>) -> [TextChange] {
    var elements = decomposed(text)
    Self.orderMarks(&elements)
    return composes ? composed(elements) : elements.map(\.change)
  }

  private func decomposed(_ text: Span<UInt8>) -> [Element] {
    var (elements, position, parts): ([Element], Int, [Unicode.Scalar]) = ([], 0, [])
    while let scalar = text.scalar(at: position) {
      position += UTF8Scalar.width(text[position])
      parts.removeAll(keepingCapacity: true)
      if scalar.isASCII { parts.append(scalar) } else { normalizer.decompose(scalar, into: &parts) }
      for (index, part) in parts.enumerated() {
        let change = TextChange(scalar: part, change: index == 0 ? 0 : 1)
        elements.append((change, part.isASCII ? 0 : normalizer.combiningClass(of: part)))
      }
    }
    return elements
  }

  /// Sorts each run of marks by class; marks of one class stay in order.
  private static func orderMarks(_ elements: inout [Element]) {
    var start = 0
    while start < elements.count {
      var end = start
      while end < elements.count && elements[end].combiningClass != 0 { end += 1 }
      if end - start > 1 {
        let sorted = elements[start..<end].enumerated().sorted {
          ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
        }
        elements.replaceSubrange(start..<end, with: sorted.map(\.element))
      }
      start = end + 1
    }
  }

  private func composed(_ elements: [Element]) -> [TextChange] {
    var composition = Composition()
    for element in elements {
      composition.add(element.change, combiningClass: element.combiningClass) { first, second in
        normalizer.compose(first, second)
      }
    }
    composition.finish()
    return composition.result
  }
}

/// Canonical composition, one scalar after the other.
private struct Composition {
  private(set) var result: [TextChange] = []
  /// What the next scalars may be composed with.
  private var starter: TextChange?
  /// The marks behind it that couldn't be.
  private var marks: [TextChange] = []
  private var lastClass: UInt8 = 0

  mutating func add(
    _ change: TextChange, combiningClass: UInt8,
    compose: (Unicode.Scalar, Unicode.Scalar) -> Unicode.Scalar?
  ) {
    guard let first = starter else {
      if combiningClass == 0 { starter = change } else { result.append(change) }
      return
    }
    let isBlocked = !marks.isEmpty && lastClass >= combiningClass
    if !isBlocked, let composite = compose(first.scalar, change.scalar) {
      starter = TextChange(scalar: composite, change: first.change + change.change - 1)
    } else if combiningClass == 0 {
      finish()
      starter = change
    } else {
      marks.append(change)
      lastClass = combiningClass
    }
  }

  /// Writes what was held back.
  mutating func finish() {
    if let starter { result.append(starter) }
    result.append(contentsOf: marks)
    starter = nil
    marks.removeAll(keepingCapacity: true)
  }
}
