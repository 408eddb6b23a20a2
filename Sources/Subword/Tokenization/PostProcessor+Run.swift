// Post-processors at work on the tokens of one text or two.
//
//     [A] or [A, B]  ──▶  step  ──▶  [<s>, A, </s>, …]  ──▶  step  ──▶  …  ──▶  joined
//
// As in Hugging Face's library a step gives a list of encodings, and the next one takes them for texts.

extension PostProcessor {
  /// How many tokens are added around one text, or around two.
  func addedTokenCount(isPair: Bool) -> Int {
    steps.reduce(0) { count, step in
      switch step {
      case .template(let template): count + template.addedTokenCount(isPair: isPair)
      case .bert: count + (isPair ? 3 : 2)
      case .roberta: count + (isPair ? 4 : 2)
      case .byteLevel: count
      }
    }
  }

  /// Whether one text keeps its tokens and gets no others.
  func leavesTextAlone(addsSpecialTokens: Bool) -> Bool {
    steps.allSatisfy { step in
      switch step {
      case .template(let template): template.leavesTextAlone(addsSpecialTokens: addsSpecialTokens)
      case .bert, .roberta: !addsSpecialTokens
      case .byteLevel: true
      }
    }
  }

  /// Whether offsets lose the spaces at their ends.
  var trimsOffsets: Bool {
    steps.contains { step in
      switch step {
      case .roberta(_, _, let trims, _), .byteLevel(_, let trims, _): trims
      case .template, .bert: false
      }
    }
  }

  /// Joins one text or two to one encoding, with what the steps add.
  func process(
    _ texts: [DraftEncoding], addsSpecialTokens: Bool, _ bound: inout WindowBound
  ) throws(TokenEncodingError) -> DraftEncoding {
    var encodings = texts
    if steps.isEmpty {
      guard texts.count > 1 else { return texts[0] }
      for index in encodings.indices { encodings[index].setSequence(index) }
    } else {
      for index in encodings.indices { encodings[index].number(index) }
      for step in steps {
        try step.process(&encodings, addsSpecialTokens: addsSpecialTokens, &bound)
      }
    }
    var result = DraftEncoding(hasDetails: texts[0].hasDetails)
    for encoding in encodings { try result.join(encoding, &bound) }
    return result
  }
}

extension DraftEncoding {
  /// All tokens, those of windows too, are of text `sequence`; its number is their type, but that of
  /// windows stays.
  fileprivate mutating func number(_ sequence: Int) {
    setSequence(sequence)
    for index in windows.indices { windows[index].setSequence(sequence) }
    setType(sequence)
  }
}

extension PostProcessor.Step {
  fileprivate func process(
    _ encodings: inout [DraftEncoding], addsSpecialTokens: Bool, _ bound: inout WindowBound
  ) throws(TokenEncodingError) {
    switch self {
    case .template(let template):
      encodings = try template.encodings(
        of: encodings, addsSpecialTokens: addsSpecialTokens, &bound)
    case .bert(let separator, let classifier):
      guard addsSpecialTokens else { return }
      for index in encodings.indices {
        try bound.takeAdded(encodings[index].marksMemory)
        let isFirst = index == 0
        encodings[index].surround(
          by: isFirst ? classifier : nil, and: separator, sequence: isFirst ? 0 : 1,
          typeID: isFirst ? 0 : 1)
      }
    case .roberta(let separator, let classifier, let trims, let addsPrefixSpace):
      encodings.trimOffsets(trims, addsPrefixSpace: addsPrefixSpace)
      for index in encodings.indices { encodings[index].setType(0) }
      guard addsSpecialTokens else { return }
      for index in encodings.indices {
        try bound.takeAdded(encodings[index].marksMemory)
        let isFirst = index == 0
        encodings[index].surround(
          by: isFirst ? classifier : separator, and: separator, sequence: isFirst ? 0 : 1,
          typeID: 0)
        for window in encodings[index].windows.indices {
          encodings[index].windows[window].setType(0)
        }
      }
    case .byteLevel(let addsPrefixSpace, let trims, _):
      encodings.trimOffsets(trims, addsPrefixSpace: addsPrefixSpace)
      for index in encodings.indices { encodings[index].setSequence(index) }
    }
  }
}

// MARK: - Special tokens

extension DraftEncoding {
  /// Puts special tokens around the tokens, and around those of each window.
  fileprivate mutating func surround(
    by first: PostProcessor.SpecialToken?, and last: PostProcessor.SpecialToken, sequence: Int,
    typeID: Int
  ) {
    for index in windows.indices {
      windows[index].surround(by: first, and: last, sequence: sequence, typeID: typeID)
    }
    for index in details.indices {
      details[index].isSpecial = false
      details[index].isAttended = true
    }
    var result = DraftEncoding(hasDetails: hasDetails)
    if let first { result.append(first, typeID: typeID) }
    let start = result.count
    ranges = SequenceRanges()
    result.appendTokens(of: self)
    result.ranges.set(sequence, to: start..<result.count)
    result.append(last, typeID: typeID)
    result.windows = windows
    self = result
  }

  fileprivate mutating func append(_ token: PostProcessor.SpecialToken, typeID: Int) {
    append(token.id, TokenDetail(special: token.content, typeID: typeID))
  }
}

extension TokenDetail {
  fileprivate init(special spelling: String, typeID: Int) {
    self.init(
      typeID: typeID, spaces: SpaceCount(spelling.utf8, isOfBytes: false), isSpecial: true,
      spelling: spelling)
  }
}

// MARK: - Templates

extension EncodingTemplate {
  fileprivate func addedTokenCount(isPair: Bool) -> Int {
    (isPair ? pair : single).reduce(0) { count, piece in
      guard case .special(let name, _) = piece else { return count }
      return count + (special(name)?.ids.count ?? 0)
    }
  }

  /// Whether the tokens of one text are all there is around it. A template may have it twice.
  fileprivate func leavesTextAlone(addsSpecialTokens: Bool) -> Bool {
    let pieces = single.filter { piece in
      if case .special = piece { addsSpecialTokens } else { true }
    }
    guard pieces.count == 1, case .sequence(isSecond: false, _) = pieces[0] else { return false }
    return true
  }

  private func special(_ name: String) -> Special? {
    specialTokens.last { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// One encoding for each piece of the template.
  fileprivate func encodings(
    of texts: [DraftEncoding], addsSpecialTokens: Bool, _ bound: inout WindowBound
  ) throws(TokenEncodingError) -> [DraftEncoding] {
    guard let first = texts.first, texts.count <= 2 else { throw .templateOfManyTexts }
    var encodings: [DraftEncoding] = []
    var isThere = [false, false]
    for piece in texts.count == 2 ? pair : single {
      switch piece {
      case .sequence(let isSecond, let typeID):
        let index = isSecond ? 1 : 0
        guard index < texts.count else { throw .noSecondText }
        // A text has its tokens already; to repeat it makes new ones.
        if isThere[index] { try bound.takeAdded(texts[index].memory) }
        isThere[index] = true
        encodings.append(texts[index].numbered(index, typeID: typeID))
      case .special(let name, let typeID):
        guard addsSpecialTokens else { continue }
        guard let special = special(name) else { throw .noSpecialToken(name) }
        try bound.takeAdded(special.ids.count * first.bytesPerToken)
        encodings.append(special.encoding(typeID: typeID, hasDetails: first.hasDetails))
      }
    }
    return encodings
  }
}

extension DraftEncoding {
  /// What all tokens take, those of windows too.
  fileprivate var memory: Int { countWithWindows * bytesPerToken }

  /// What two marks take, around the tokens and around those of each window.
  fileprivate var marksMemory: Int { 2 * (1 + windows.count) * bytesPerToken }

  fileprivate func numbered(_ sequence: Int, typeID: Int) -> DraftEncoding {
    var result = self
    result.setType(typeID)
    result.setSequence(sequence)
    return result
  }
}

extension EncodingTemplate.Special {
  fileprivate func encoding(typeID: Int, hasDetails: Bool) -> DraftEncoding {
    var result = DraftEncoding(hasDetails: hasDetails)
    for (index, id) in ids.enumerated() {
      let spelling = index < tokens.count ? tokens[index] : ""
      result.append(id, TokenDetail(special: spelling, typeID: typeID))
    }
    return result
  }
}

// MARK: - Offsets

extension [DraftEncoding] {
  /// Takes spaces off the offsets of all tokens, also of windows.
  fileprivate mutating func trimOffsets(_ trims: Bool, addsPrefixSpace: Bool) {
    guard trims else { return }
    for index in indices {
      self[index].trimOffsets(addsPrefixSpace: addsPrefixSpace)
      for window in self[index].windows.indices {
        self[index].windows[window].trimOffsets(addsPrefixSpace: addsPrefixSpace)
      }
    }
  }
}

extension DraftEncoding {
  fileprivate mutating func trimOffsets(addsPrefixSpace: Bool) {
    for index in details.indices {
      let offsets = details[index].offsets
      // The first token of a text, and of each word that the caller gave.
      let isFirst = index == 0 || offsets.lowerBound == 0
      details[index].offsets = details[index].spaces
        .trimming(offsets, keepsOne: isFirst && addsPrefixSpace)
    }
  }
}
