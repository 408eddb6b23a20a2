// A pattern as a tree: what the parser makes, and what every later stage reads.
//
//     "\p{L}+|\s"  ──▶  PatternParser  ──▶  PatternNode  ──▶  PatternSimplifier
//                                                                ├─▶ PatternAutomaton
//                                                                └─▶ ICUPatternWriter
//
// The tree says what a pattern means in words that all engines share: classes are sets of scalars,
// anchors are looks at the scalars around, flags are gone.

/// A regular expression over Unicode scalars.
indirect enum PatternNode: Hashable, Sendable {
  /// One scalar of a set.
  case scalar(ScalarSet)
  /// All of these, one behind the other. The empty sequence matches the empty text.
  case sequence([PatternNode])
  /// The first of these that leads to a match.
  case alternatives([PatternNode])
  /// From `minimum` to `maximum` times, as often as possible, or as seldom when `lazy`.
  case repeated(PatternNode, minimum: Int, maximum: Int?, lazy: Bool)
  /// The first way in which the body matches; no other is tried when what follows fails.
  case atomic(PatternNode)
  /// Nothing, where the body matches ahead or behind; `negated`: where it doesn't.
  case look(Direction, PatternNode, negated: Bool)
  /// The body; a reference to the number matches the same text again.
  case group(Int, PatternNode)
  /// The text that a group matched last.
  case reference(Int)

  /// Where a look goes from the place where it stands.
  enum Direction: Hashable, Sendable { case ahead, behind }

  /// Matches the empty text.
  static let empty = PatternNode.sequence([])
  /// Matches nothing.
  static let never = PatternNode.scalar(.none)
}

// MARK: - The anchors, as looks

extension PatternNode {
  /// Where no text is before.
  static let startOfText = PatternNode.look(.behind, .scalar(.all), negated: true)
  /// Where no text follows.
  static let endOfText = PatternNode.look(.ahead, .scalar(.all), negated: true)

  private static let lineFeed = PatternNode.scalar(ScalarSet("\n"))

  /// At the start of the text, and behind a line feed that isn't the text's last scalar.
  static let startOfLine = PatternNode.alternatives([
    startOfText,
    .sequence([
      .look(.behind, lineFeed, negated: false), .look(.ahead, .scalar(.all), negated: false),
    ]),
  ])
  /// At the end of the text, and before a line feed.
  static let endOfLine = PatternNode.look(
    .ahead, .scalar(ScalarSet("\n").complement), negated: true)
  /// At the end of the text, and before a line feed that is the text's last scalar.
  static let endOfLastLine = PatternNode.alternatives([
    endOfText, .look(.ahead, .sequence([lineFeed, endOfText]), negated: false),
  ])

  /// Where a scalar of `set` stands on one side and none on the other; `negated`: everywhere else.
  static func boundary(of set: ScalarSet, negated: Bool) -> PatternNode {
    .alternatives(
      [false, true].map { isOutsideBefore in
        .sequence([
          .look(.behind, .scalar(set), negated: isOutsideBefore),
          .look(.ahead, .scalar(set), negated: isOutsideBefore == negated),
        ])
      })
  }

  /// A line end of any kind; a carriage return with its line feed is one.
  static let anyLineEnd: PatternNode = {
    let (carriageReturn, lineFeed) = (PatternNode.scalar(ScalarSet("\r")), Self.lineFeed)
    let others = ScalarSet([0xA..<0xD, 0x85..<0x86, 0x2028..<0x202A])
    return .alternatives([
      .sequence([carriageReturn, lineFeed]), .scalar(others),
      .sequence([carriageReturn, .look(.ahead, lineFeed, negated: true)]),
    ])
  }()
}

// MARK: - What can be said of a tree without running it

extension PatternNode {
  /// Whether the empty text may match, somewhere.
  var matchesEmpty: Bool {
    switch self {
    case .scalar: false
    case .sequence(let parts): parts.allSatisfy(\.matchesEmpty)
    case .alternatives(let choices): choices.contains(where: \.matchesEmpty)
    case .repeated(let body, let minimum, _, _): minimum == 0 || body.matchesEmpty
    case .atomic(let body), .group(_, let body): body.matchesEmpty
    case .look, .reference: true
    }
  }

  /// The most scalars that can match; `nil` when there is no limit, or none that `Int` holds.
  var longestMatch: Int? {
    switch self {
    case .scalar: 1
    case .look: 0
    case .reference: nil
    case .atomic(let body), .group(_, let body): body.longestMatch
    case .sequence(let parts): Self.combined(parts) { $0.addingReportingOverflow($1) }
    case .alternatives(let choices): Self.combined(choices) { (max($0, $1), false) }
    case .repeated(let body, _, let maximum, _):
      body.longestMatch.flatMap { longest in
        maximum.flatMap { Self.exact($0.multipliedReportingOverflow(by: longest)) }
      }
    }
  }

  private static func combined(
    _ nodes: [PatternNode], _ join: (Int, Int) -> (partialValue: Int, overflow: Bool)
  ) -> Int? {
    nodes.reduce(0) { sum, node in
      sum.flatMap { sum in node.longestMatch.flatMap { exact(join(sum, $0)) } }
    }
  }

  private static func exact(_ result: (partialValue: Int, overflow: Bool)) -> Int? {
    result.overflow ? nil : result.partialValue
  }

  /// This node and all below it that satisfy `condition`.
  func nodes(where condition: (PatternNode) -> Bool) -> [PatternNode] {
    (condition(self) ? [self] : []) + children.flatMap { $0.nodes(where: condition) }
  }

  private var children: [PatternNode] {
    switch self {
    case .scalar, .reference: []
    case .sequence(let nodes), .alternatives(let nodes): nodes
    case .repeated(let body, _, _, _), .atomic(let body), .look(_, let body, _),
      .group(_, let body):
      [body]
    }
  }
}
