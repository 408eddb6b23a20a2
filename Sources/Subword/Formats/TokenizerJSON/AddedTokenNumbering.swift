// Which identifiers added tokens have.
//
// A tokenizer.json gives each added token an `id`, and Hugging Face doesn't use it: a token that the
// model has too keeps the model's, any other one is numbered on from the count of the model's tokens,
// in the order of the file. Files whose ids are others exist; their models were trained with these.

/// Numbers added tokens as Hugging Face does.
enum AddedTokenNumbering {
  /// The tokens with their identifiers, by rising identifier. Of those with the same spelling the last
  /// one counts, and all of them if any is special.
  static func number(_ tokens: [RawAddedToken], beside model: RawBPE) -> [RawAddedToken] {
    var numbered: [RawAddedToken] = []
    var indices: [[UInt8]: Int] = [:]
    indices.reserveCapacity(tokens.count)
    var next = model.ids.count
    for raw in tokens where !raw.token.content.utf8.isEmpty {
      let spelling = Array(raw.token.content.utf8)
      if let index = indices[spelling] {
        let before = numbered[index].token
        numbered[index].token = raw.token.numbered(
          before.id, isSpecial: raw.token.isSpecial || before.isSpecial)
        continue
      }
      var id = next
      if let number = model.spellings.number(of: spelling.span) {
        id = model.ids[number]
      } else {
        next += 1
      }
      indices[spelling] = numbered.count
      numbered.append(
        RawAddedToken(
          token: raw.token.numbered(TokenID(id), isSpecial: raw.token.isSpecial),
          offset: raw.offset))
    }
    return numbered.sorted { $0.token.id < $1.token.id }
  }
}

extension AddedToken {
  func numbered(_ id: TokenID, isSpecial: Bool) -> AddedToken {
    AddedToken(
      id: id, content: content, isSpecial: isSpecial, isSingleWord: isSingleWord,
      stripsLeft: stripsLeft, stripsRight: stripsRight, isNormalized: isNormalized)
  }
}
