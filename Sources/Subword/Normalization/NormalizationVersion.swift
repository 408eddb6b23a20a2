// Which characters normalization knows.

extension UnicodeVersion {
  /// The version whose characters are normalized unless a tokenizer says otherwise: 9.0.
  ///
  /// It is the one of Hugging Face tokenizers, so that both give the same text. Checked against
  /// release 0.23.3 with NFC, NFD, NFKC and NFKD on 4,648,256 texts: every code point c alone, as
  /// a + c + U+0301, c + U+0301 and c + U+0327 + U+0301, and 200,000 random strings rich in marks.
  /// With 9.0 none differs. With 8.0 3,984 to 4,120 differ, with 10.0 1,482 to 1,595 (such as
  /// a + U+0D3B + U+0301, U+0D3B being a mark since 10.0), with 15.0 9,066 to 12,706.
  public static let normalization = UnicodeProfile.huggingFace.normalization
}
