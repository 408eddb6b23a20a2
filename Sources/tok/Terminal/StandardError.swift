// Messages to people.

import Subword
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard error: messages, never results.
enum StandardError {
  /// Whether a line that moves can be shown.
  static let isTerminal = isatty(2) == 1 && environment("TERM") != "dumb"
  static let hasColours = isTerminal && wantsColours
  /// Whether colours are wanted, where there is a terminal: https://no-color.org.
  static let wantsColours = environment("TERM") != "dumb" && environment("NO_COLOR") == ""

  /// Whether the cursor stands behind a line that will be replaced.
  private static let isOnMovingLine = Mutex(false)

  /// Writes one line, whatever `line` holds. Where standard error itself fails there is nobody left
  /// to tell.
  static func write(_ line: String) {
    isOnMovingLine.withLock { isOn in
      writeRaw((isOn ? "\n" : "") + onOneLine(line) + "\n")
      isOn = false
    }
  }

  /// Shows `line` in the place of the moving line before; the last one stays.
  static func show(_ line: String, isLast: Bool) {
    isOnMovingLine.withLock { isOn in
      writeRaw("\r\u{1B}[2K" + line + (isLast ? "\n" : ""))
      isOn = !isLast
    }
  }

  /// How many characters a line of the terminal holds.
  static var width: Int { width(of: 2) }

  /// How many characters a line of the terminal holds that `stream` leads to.
  static func width(of stream: Int32) -> Int {
    var size = winsize()
    guard unsafe ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func writeRaw(_ text: String) {
    _ = SystemCalls.writeAll(Array(text.utf8).span, to: 2)
  }

  static func environment(_ name: String) -> String {
    unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
  }
}
