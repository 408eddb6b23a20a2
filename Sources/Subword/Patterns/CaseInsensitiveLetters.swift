// Letters whose case doesn't matter: `(?i:ss)` matches ss, SS, ſs and, as Oniguruma has it, ß.
//
//     letters of a sequence  ──▶  CaseInsensitiveLetters  ──▶  sets, and alternatives where several
//                                                             letters fold as one does
//
// Oniguruma takes letters from the left, as many at a time as make a folding, three at most. So
// `(?i:ffi)` matches ﬃ, but neither ﬀi nor fﬁ.

/// The foldings of one version of Unicode.
struct CaseInsensitiveLetters {
  let version: UnicodeVersion

  /// The sequence of `pieces`, letters made nodes.
  func node(of pieces: [PatternParser.Piece]) -> PatternNode {
    var nodes: [PatternNode] = []
    var letters: [Unicode.Scalar] = []
    for piece in pieces {
      switch piece {
      case .letter(let letter): letters.append(letter)
      case .node(let node):
        nodes += self.nodes(of: letters) + [node]
        letters = []
      }
    }
    nodes += self.nodes(of: letters)
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private func nodes(of letters: [Unicode.Scalar]) -> [PatternNode] {
    var nodes: [PatternNode] = []
    var rest = letters.map(\.value)[...]
    while let first = rest.first {
      let key = Self.keys.first { Self.isSpelled($0, by: rest) }
      nodes.append(key.map(node(ofSeveral:)) ?? node(ofOne: first))
      rest = rest.dropFirst(key?.count ?? 1)
    }
    return nodes
  }

  /// Foldings to several scalars, the longer ones first.
  private static let keys: [[UInt32]] = Set(PropertyTables.foldings.map(\.folding))
    .sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }

  private static func isSpelled(_ key: [UInt32], by letters: ArraySlice<UInt32>) -> Bool {
    letters.count >= key.count
      && zip(key, letters).allSatisfy { closures[$0]?.contains($1) ?? ($0 == $1) }
  }

  /// What the parts of foldings match: asked for often, and the same in every version.
  private static let closures = [UInt32: ScalarSet](
    PropertyTables.foldings.flatMap(\.folding).map {
      ($0, ScalarSet([$0..<$0 + 1]).caseClosed(.unicode16))
    }, uniquingKeysWith: { first, _ in first })

  /// Letters that fold as one does: that one too.
  private func node(ofSeveral key: [UInt32]) -> PatternNode {
    let same = PropertyTables.foldings.filter { $0.folding == key }.map(\.scalar)
    return .alternatives([spelled(key), .scalar(ScalarSet(same.map { $0..<$0 + 1 }))])
  }

  private func node(ofOne scalar: UInt32) -> PatternNode {
    let set = ScalarSet([scalar..<scalar + 1]).caseClosed(version)
    let folding = PropertyTables.foldings.first { $0.scalar == scalar }
    guard let folding else { return .scalar(set) }
    return .alternatives([.scalar(set), spelled(folding.folding)])
  }

  private func spelled(_ key: [UInt32]) -> PatternNode {
    .sequence(key.map { .scalar(Self.closures[$0] ?? ScalarSet([$0..<$0 + 1])) })
  }

  /// The foldings to several scalars of the members of a class, the shorter ones first.
  func foldings(of set: ScalarSet) -> [PatternNode] {
    let keys = PropertyTables.foldings.filter { set.contains($0.scalar) }.map(\.folding)
    let distinct = Self.keys.reversed().filter { keys.contains($0) }
    return distinct.map(spelled)
  }
}
