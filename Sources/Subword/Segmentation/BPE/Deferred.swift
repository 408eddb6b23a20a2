// Tables that cost milliseconds to make, and so are made only for whoever has work for them.

import Synchronization

/// An object that is made once, by the call that makes it worth it.
///
/// While one thread makes it the others go on without.
final class Deferred<Object: AnyObject & Sendable>: Sendable {
  private let object = AtomicLazyReference<Object>()
  private let workDone = Atomic<Int>(0)
  private let isTaken = Atomic<Bool>(false)
  private let workWorthIt: Int
  private let make: @Sendable () -> Object?

  /// - Parameters:
  ///   - workWorthIt: How much work has to be asked for before the object is made.
  ///   - make: Makes it; `nil` if it can't be.
  init(workWorthIt: Int, make: @escaping @Sendable () -> Object?) {
    self.workWorthIt = workWorthIt
    self.make = make
  }

  /// The object, if it is there for `work` more.
  @inline(__always)
  func object(for work: Int) -> Object? {
    if let object = object.load() { return object }
    return objectInTime(for: work)
  }

  @inline(never)
  private func objectInTime(for work: Int) -> Object? {
    if isTaken.load(ordering: .relaxed) { return nil }
    let done = workDone.add(work, ordering: .relaxed).newValue
    guard done >= workWorthIt,
      isTaken.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged,
      let made = make()
    else { return nil }
    return object.storeIfNil(made)
  }
}
