// The template of files that name a token for the start of a text and one for its end.

extension PostProcessor {
  /// Puts `start` in front of each text and `end` behind it, as far as there are such tokens.
  static func around(start: AddedToken?, end: AddedToken?) -> PostProcessor {
    let tokens = [start, end].compactMap(\.self)
    if tokens.isEmpty { return PostProcessor([]) }
    func pieces(isSecond: Bool) -> [EncodingTemplate.Piece] {
      let typeID = isSecond ? 1 : 0
      var pieces: [EncodingTemplate.Piece] = []
      if let start { pieces.append(.special(start.content, typeID: typeID)) }
      pieces.append(.sequence(isSecond: isSecond, typeID: typeID))
      if let end { pieces.append(.special(end.content, typeID: typeID)) }
      return pieces
    }
    var special = tokens.map {
      EncodingTemplate.Special(name: $0.content, ids: [$0.id], tokens: [$0.content])
    }
    if special.count == 2 && special[0] == special[1] { special.removeLast() }
    special.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return PostProcessor([
      .template(
        EncodingTemplate(
          single: pieces(isSecond: false),
          pair: pieces(isSecond: false) + pieces(isSecond: true), specialTokens: special))
    ])
  }
}
