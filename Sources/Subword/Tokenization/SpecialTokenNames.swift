// What a model's special tokens are for.
//
//     tokenizer_config.json, a .model's or a GGUF file's own lists  ──▶  SpecialTokenNames

/// The spellings of the special tokens that have a purpose, as a model's files name them.
///
/// No identifier depends on them: which tokens stand around a text is a ``PostProcessor``'s matter.
public struct SpecialTokenNames: Hashable, Sendable {
  /// Stands in front of a text (`bos_token`).
  public var bos: String?
  /// Stands behind a text (`eos_token`).
  public var eos: String?
  /// Stands for what the vocabulary can't spell (`unk_token`).
  public var unk: String?
  /// Stands between two texts (`sep_token`).
  public var sep: String?
  /// Fills texts up to one length (`pad_token`).
  public var pad: String?
  /// Stands for the whole of a text (`cls_token`).
  public var cls: String?
  /// Hides a word that a model has to guess (`mask_token`).
  public var mask: String?

  /// The names that a file gives; `nil` for those that it doesn't.
  public init(
    bos: String? = nil, eos: String? = nil, unk: String? = nil, sep: String? = nil,
    pad: String? = nil, cls: String? = nil, mask: String? = nil
  ) {
    self.bos = bos
    self.eos = eos
    self.unk = unk
    self.sep = sep
    self.pad = pad
    self.cls = cls
    self.mask = mask
  }
}
