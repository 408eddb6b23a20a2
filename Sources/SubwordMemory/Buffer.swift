// The one place of this package that owns raw memory.
//
//     hot loops (counting, merging, scanning)  ──▶  Buffer  ──▶  malloc, calloc, realloc
//
// A module of its own, so that the modules above it see through these generics in release builds:
// that works for what is public and inlinable, and this module is no product.
//
// An `Array` checks for uniqueness at each write and can't be taken apart by several loops at
// once; a `Buffer` is owned by one place, grows by half, and checks bounds all the same.

public import CPrefetch

#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

/// A growable run of plain values that one owner holds.
///
/// Reading and writing check bounds as an array does, and nothing else. Memory that is asked for
/// zeroed comes from the system as zero pages, so that a large empty table costs nothing until
/// it is touched.
///
/// Invariant behind every `unsafe` here: `base` points to `capacity` elements, of which the first
/// `count` are initialised, and nobody else holds the pointer while `self` lives.
@safe
public struct Buffer<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline package var capacity: Int
  @usableFromInline var used: Int

  /// An empty buffer with room for `capacity` elements.
  @inlinable
  public init(capacity: Int = 0) {
    let room = max(capacity, 1)
    // Not `allocate`, whose memory neither `free` nor `realloc` has to take.
    let bytes = room * MemoryLayout<Element>.stride
    guard let memory = unsafe malloc(bytes) else {
      preconditionFailure("out of memory")  // as every Swift allocation does
    }
    if bytes >= hugePageSize { unsafe askForHugePages(memory, bytes) }
    unsafe base = memory.bindMemory(to: Element.self, capacity: room)
    self.capacity = room
    used = 0
  }

  /// `count` elements whose bytes are all zero; only for types of which that is a value.
  @inlinable
  public init(zeroed count: Int) {
    precondition(count >= 0)
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    guard let memory = unsafe calloc(1, bytes) else {
      preconditionFailure("out of memory")  // as every Swift allocation does
    }
    if bytes >= hugePageSize { unsafe askForHugePages(memory, bytes) }
    unsafe base = memory.bindMemory(to: Element.self, capacity: max(count, 1))
    capacity = max(count, 1)
    used = count
  }

  /// `count` copies of `element`.
  @inlinable
  public init(repeating element: Element, count: Int) {
    self.init(capacity: count)
    unsafe base.initialize(repeating: element, count: count)
    used = count
  }

  @inlinable
  deinit { unsafe free(base) }

  /// How many elements there are.
  @inlinable @inline(__always)
  public var count: Int { used }

  /// Whether there are none.
  @inlinable @inline(__always)
  public var isEmpty: Bool { used == 0 }

  /// The element at `index`, which has to exist.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used))
      return unsafe base[index]
    }
    @inline(__always)
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used))
      yield unsafe &base[index]
    }
  }

  /// Has the element at `index`, which has to exist, brought close for a later use.
  @inlinable @inline(__always)
  public func prefetch(_ index: Int) {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: used))
    unsafe prefetch_memory(base + index)
  }

  /// Adds `element` behind the last one.
  @inlinable @inline(__always)
  public mutating func append(_ element: Element) {
    if used == capacity { grow(to: used + 1) }
    unsafe (base + used).initialize(to: element)
    used &+= 1
  }

  /// Adds the elements of `source`, first to last.
  @inlinable
  public mutating func append(contentsOf source: Span<Element>) {
    grow(to: used + source.count)
    unsafe source.withUnsafeBufferPointer { elements in
      guard let first = elements.baseAddress else { return }
      unsafe (base + used).update(from: first, count: elements.count)
    }
    used += source.count
  }

  /// Adds the elements of `source` in `range`, first to last.
  @inlinable
  public mutating func append(_ source: borrowing Buffer<Element>, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= source.used)
    grow(to: used + range.count)
    unsafe (base + used).update(from: source.base + range.lowerBound, count: range.count)
    used += range.count
  }

  /// Adds the first `count` of the four elements that two words hold, the first in the lowest bits;
  /// for elements of four bytes.
  @inlinable @inline(__always)
  public mutating func append(_ first: UInt64, _ second: UInt64, count: Int) {
    precondition(MemoryLayout<Element>.stride == 4 && count >= 0 && count <= 4)
    grow(to: used &+ 4)
    let end = unsafe UnsafeMutableRawPointer(base + used)
    unsafe end.storeBytes(of: first.littleEndian, as: UInt64.self)
    unsafe end.storeBytes(of: second.littleEndian, toByteOffset: 8, as: UInt64.self)
    used &+= count
  }

  /// Adds the elements to the end of `array`.
  @inlinable
  public func append(to array: inout [Element]) {
    unsafe array.append(contentsOf: UnsafeBufferPointer(start: base, count: used))
  }

  /// Makes the count `count`; elements that become part of it are `element`.
  @inlinable
  public mutating func resize(to count: Int, filling element: Element) {
    precondition(count >= 0)
    if count > used {
      grow(to: count)
      unsafe (base + used).initialize(repeating: element, count: count - used)
    }
    used = count
  }

  /// Forgets all elements; their memory stays.
  @inlinable @inline(__always)
  public mutating func removeAll() { used = 0 }

  /// Takes out the last element, which has to exist.
  @inlinable @inline(__always)
  public mutating func removeLast() -> Element {
    let last = self[used - 1]
    used &-= 1
    return last
  }

  /// Drops the first `count` elements; the others move to the front.
  @inlinable
  public mutating func removeFirst(_ count: Int) {
    precondition(count >= 0 && count <= used)
    unsafe memmove(base, base + count, (used - count) * MemoryLayout<Element>.stride)
    used -= count
  }

  /// Lets `body` write up to `room` elements behind the last one; its result says how many it did,
  /// or is negative for none.
  @inlinable
  public mutating func append(
    room: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int
  ) -> Int {
    grow(to: used + room)
    let free = unsafe UnsafeMutableRawBufferPointer(
      start: base + used, count: room * MemoryLayout<Element>.stride)
    let written = unsafe body(free)
    precondition(written <= room)
    used += max(written, 0)
    return written
  }

  /// Makes room for `count` elements in all: if there was less, for half as many again at least.
  @inlinable @inline(__always)
  public mutating func grow(to count: Int) {
    if count > capacity { reallocate(to: count) }
  }

  @inlinable @inline(never)
  mutating func reallocate(to count: Int) {
    let room = max(count, capacity + capacity / 2, 16)
    let bytes = room * MemoryLayout<Element>.stride
    guard let memory = unsafe realloc(base, bytes) else {
      preconditionFailure("out of memory")  // as every Swift allocation does
    }
    if bytes >= hugePageSize { unsafe askForHugePages(memory, bytes) }
    unsafe base = memory.bindMemory(to: Element.self, capacity: room)
    capacity = room
  }

  /// Calls `body` with the elements.
  @inlinable
  public func withSpan<Result: ~Copyable, Failure: Error>(
    _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe Span(_unsafeStart: UnsafePointer(base), count: used))
  }

  /// A copy of the elements.
  @inlinable
  public var array: [Element] {
    unsafe Array(UnsafeBufferPointer(start: base, count: used))
  }
}

extension Buffer<UInt8> {
  /// A copy of the bytes in `range`.
  @inlinable
  public func array(_ range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= used)
    return unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// How many line feeds there are in `range`.
  @inlinable
  public func lineFeeds(_ range: Range<Int>) -> Int {
    var count = 0
    for index in range where self[index] == 0x0A { count += 1 }
    return count
  }

  /// Where the first line feed is from `start` on.
  @inlinable
  public func firstLineFeed(from start: Int) -> Int? {
    precondition(start >= 0)
    guard start < used else { return nil }
    guard let found = unsafe memchr(base + start, 0x0A, used - start) else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// Whether `count` bytes from `start` on are those of `other` from `place` on.
  @inlinable
  public func isEqual(
    _ start: Int, to other: borrowing Buffer<UInt8>, _ place: Int, count: Int
  ) -> Bool {
    precondition(start >= 0 && place >= 0 && start + count <= self.count)
    precondition(place + count <= other.count)
    return unsafe memcmp(base + start, other.base + place, count) == 0
  }

  /// Adds the `count` lowest bytes of `word`, the lowest first; at most eight.
  @inlinable @inline(__always)
  public mutating func append(_ word: UInt64, count: Int) {
    precondition(count >= 0 && count <= 8)
    grow(to: used + 8)
    unsafe UnsafeMutableRawPointer(base + used).storeBytes(of: word.littleEndian, as: UInt64.self)
    used += count
  }

  /// Eight bytes from `offset` on, the first in the lowest bits. All eight have to be there.
  @inlinable @inline(__always)
  public func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= used - 8)
    return unsafe UInt64(
      littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self))
  }
}

// A buffer has one owner, and moving the owner to another thread moves the memory with it.
extension Buffer: @unchecked Sendable where Element: Sendable {}
