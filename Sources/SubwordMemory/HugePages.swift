// Large tables on large pages, where the system has them.
//
// Probing a table of megabytes misses the processor's own table of pages as often as its caches: pages
// of two megabytes instead of four kilobytes mend that, and take one fault instead of five hundred.

import CPrefetch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Asks for large pages under memory that nobody has written to yet. It is a wish: without them all is
/// the same, but slower.
@usableFromInline
func askForHugePages(_ memory: UnsafeMutableRawPointer, _ byteCount: Int) {
  #if os(Linux)
    let page = UInt(hugePageSize)
    let start = (UInt(bitPattern: memory) + page - 1) & ~(page - 1)
    let end = (UInt(bitPattern: memory) + UInt(byteCount)) & ~(page - 1)
    guard start < end, let first = unsafe UnsafeMutableRawPointer(bitPattern: start) else { return }
    // SAFETY: changes how the pages are made, not what they hold; only whole pages within the memory.
    _ = unsafe madvise(first, Int(end - start), Int32(MADV_HUGEPAGE))
  #endif
}

/// Lets the heap grow and shrink in large steps: pages that are given back and asked for again cost
/// a training 2 % of its time. For a program, not for a library that lives in one.
public func growHeapInLargeSteps() { set_heap_step(8 << 20) }

/// Two megabytes, as on all 64-bit systems with pages of four kilobytes.
@usableFromInline let hugePageSize = 1 << 21
