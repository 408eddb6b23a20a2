import Synchronization
import Testing

@testable import Subword

@Suite("A deferred object")
struct DeferredTests {
  private final class Object: Sendable {}

  /// Counts how often an object was made.
  private final class Makings: Sendable {
    private let number = Atomic<Int>(0)

    var count: Int { number.load(ordering: .relaxed) }

    func add() { number.add(1, ordering: .relaxed) }
  }

  @Test("is made once, when there is enough work for it")
  func work() {
    let makings = Makings()
    let deferred = Deferred<Object>(workWorthIt: 10) {
      makings.add()
      return Object()
    }
    #expect(deferred.object(for: 4) == nil && deferred.object(for: 5) == nil)
    let object = deferred.object(for: 1)
    #expect(object != nil && deferred.object(for: 0) === object)
    #expect(makings.count == 1)
  }

  @Test("that can't be made is tried once")
  func impossible() {
    let makings = Makings()
    let deferred = Deferred<Object>(workWorthIt: 0) {
      makings.add()
      return nil
    }
    for _ in 0..<5 { #expect(deferred.object(for: 1) == nil) }
    #expect(makings.count == 1)
  }

  @Test("is one for all threads")
  func threads() async {
    let makings = Makings()
    let deferred = Deferred<Object>(workWorthIt: 100) {
      makings.add()
      return Object()
    }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { for _ in 0..<200 { _ = deferred.object(for: 1) } }
      }
    }
    #expect(makings.count == 1 && deferred.object(for: 0) != nil)
  }
}
