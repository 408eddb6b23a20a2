// ICU's normalizers behind a safe interface. The unsafe code of normalization is in this file.

internal import ICUShim

/// One normal form for the characters of one version of Unicode.
///
/// Immutable, so that one value serves any number of threads; ICU promises that of its
/// normalizers, and the handle is closed when the last user lets go.
@safe
package final class ICUNormalizer: Sendable {
  /// The normal forms of Unicode.
  package enum Form: Hashable, Sendable {
    case nfc
    case nfd
    case nfkc
    case nfkd
  }

  // SAFETY: set once; what it points to is never changed before `deinit` frees it.
  private nonisolated(unsafe) let handle: OpaquePointer

  /// Opens the tables of `form`, restricted to the characters of `unicode`.
  package init(_ form: Form, unicode: UnicodeVersion) throws(NormalizationError) {
    let found = Self.unicodeOfICU
    guard unicode <= found else {
      throw .unicodeTooOld(needed: unicode, found: found)
    }
    var handle: OpaquePointer?
    // SAFETY: the shim writes one pointer, and that only if it succeeds.
    let status = unsafe icushim_normalizer_open(
      form.code, Int32(clamping: unicode.major), Int32(clamping: unicode.minor), &handle)
    guard let handle = unsafe handle else { throw Self.error(status, bytes: 0) }
    unsafe self.handle = handle
  }

  deinit {
    // SAFETY: nobody else has the handle.
    unsafe icushim_normalizer_close(handle)
  }

  /// The version of Unicode that this machine's ICU knows.
  package static var unicodeOfICU: UnicodeVersion {
    var (major, minor): (Int32, Int32) = (0, 0)
    // SAFETY: the shim writes the two numbers.
    unsafe icushim_unicode_version(&major, &minor)
    return UnicodeVersion(
      major: UInt8(truncatingIfNeeded: major), minor: UInt8(truncatingIfNeeded: minor))
  }

  /// Whether text may be cut before `scalar`: its parts then normalize as the whole does.
  package func hasBoundary(before scalar: Unicode.Scalar) -> Bool {
    // SAFETY: the handle is open as long as `self` lives; the shim takes any number.
    unsafe icushim_normalizer_has_boundary_before(handle, Int32(bitPattern: scalar.value)) != 0
  }

  /// Appends what `scalar` decomposes into, or `scalar` itself; nothing is in order yet.
  package func decompose(_ scalar: Unicode.Scalar, into parts: inout [Unicode.Scalar]) {
    var values = InlineArray<32, Int32>(repeating: 0)
    var room = values.mutableSpan
    // SAFETY: the shim writes no further than the capacity it is given.
    let count = unsafe room.withUnsafeMutableBufferPointer { room -> Int32 in
      guard let start = room.baseAddress else { return 0 }
      return unsafe icushim_decompose(handle, Int32(bitPattern: scalar.value), start, 32)
    }
    if count == 0 { parts.append(scalar) }
    for index in 0..<Int(count) {
      if let part = Unicode.Scalar(UInt32(bitPattern: values[index])) { parts.append(part) }
    }
  }

  /// The canonical combining class, by which marks are put in order; 0 for what isn't moved.
  package func combiningClass(of scalar: Unicode.Scalar) -> UInt8 {
    // SAFETY: the handle is open as long as `self` lives; the shim takes any number.
    unsafe icushim_combining_class(handle, Int32(bitPattern: scalar.value))
  }

  /// The one scalar that stands for both, or `nil` if there is none.
  package func compose(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    let (first, second) = (Int32(bitPattern: first.value), Int32(bitPattern: second.value))
    // SAFETY: the handle is open as long as `self` lives; the shim takes any numbers.
    let composite = unsafe icushim_compose(handle, first, second)
    return composite < 0 ? nil : Unicode.Scalar(UInt32(bitPattern: composite))
  }

  /// Puts the normal form of `text` into the first bytes of `scratch`.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8. May be empty.
  ///   - scratch: Grows as needed. What is behind the normal form has no meaning.
  /// - Returns: How many bytes the normal form has, or `nil` if it is `text` itself.
  /// - Throws: ``NormalizationError`` if ICU or the memory fails; the scratch has no meaning then.
  package func normalize(
    _ text: Span<UInt8>, into scratch: inout [UInt8]
  ) throws(NormalizationError) -> Int? {
    scratch.grow(to: text.count + text.count / 2 + 64)
    while true {
      let (status, written) = attempt(text, into: &scratch)
      if status == ICUSHIM_OK { return written < 0 ? nil : Int(written) }
      guard status == ICUSHIM_OUTPUT_TOO_SMALL, written > Int64(scratch.count) else {
        throw Self.error(status, bytes: text.count)
      }
      scratch.grow(to: Int(written))
    }
  }

  private func attempt(
    _ text: Span<UInt8>, into scratch: inout [UInt8]
  ) -> (status: Int32, written: Int64) {
    var written: Int64 = 0
    // SAFETY: both buffers are lent for the time of the call, with their true lengths, and the
    // shim writes no further than the capacity it is given.
    let status = unsafe text.withUnsafeBufferPointer { bytes in
      unsafe scratch.withUnsafeMutableBufferPointer { output in
        unsafe icushim_normalize(
          handle, bytes.baseAddress, bytes.count, output.baseAddress, output.count, &written)
      }
    }
    return (status, written)
  }

  private static func error(_ status: Int32, bytes: Int) -> NormalizationError {
    switch status {
    case ICUSHIM_OUT_OF_MEMORY: .outOfMemory
    case ICUSHIM_TOO_LARGE: .textTooLarge(bytes: bytes)
    // SAFETY: the name is a C string in static storage.
    default: .icu(status: unsafe String(cString: icushim_status_name(status)))
    }
  }
}

extension ICUNormalizer.Form {
  fileprivate var code: icushim_normal_form {
    switch self {
    case .nfc: ICUSHIM_NFC
    case .nfd: ICUSHIM_NFD
    case .nfkc: ICUSHIM_NFKC
    case .nfkd: ICUSHIM_NFKD
    }
  }
}

extension [UInt8] {
  fileprivate mutating func grow(to length: Int) {
    if count < length { append(contentsOf: repeatElement(0, count: length - count)) }
  }

  /// Appends the bytes of `span`.
  mutating func append(copying span: Span<UInt8>) {
    // SAFETY: the buffer is read during the call only.
    unsafe span.withUnsafeBufferPointer { unsafe self.append(contentsOf: $0) }
  }
}
