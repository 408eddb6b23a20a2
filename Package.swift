// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// Debug builds run at release speed too, because people type `swift run tok`. Whole-module
// optimisation only where the build system takes it: SwiftPM's native one, the default up to 6.3.
// TOK_EDIT=1 trades that speed for quick incremental builds.
#if os(Linux) && compiler(<6.4)
  let wholeModule = ["-wmo", "-num-threads", "2", "-disable-batch-mode"]
  let speed = ["-O"] + (Context.environment["TOK_EDIT"] == nil ? wholeModule : [])
#else
  let speed = ["-O"]
#endif
let fast = strict + [.unsafeFlags(speed, .when(configuration: .debug))]
let fastC: [CSetting] = [.unsafeFlags(["-O2"], .when(configuration: .debug))]

let apple: [Platform] = [.macOS, .iOS, .tvOS, .watchOS, .visionOS]

let package = Package(
  name: "subword",
  // InlineArray and Span come with these systems.
  platforms: [.macOS(.v26), .iOS(.v26), .tvOS(.v26), .watchOS(.v26), .visionOS(.v26)],
  products: [
    .library(name: "Subword", targets: ["Subword"]),
    .library(name: "SubwordTraining", targets: ["SubwordTraining"]),
    .executable(name: "tok", targets: ["tok"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CICU", pkgConfig: "icu-i18n",
      providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    .target(
      name: "ICUShim",
      dependencies: [.target(name: "CICU", condition: .when(platforms: [.linux]))],
      cSettings: fastC,
      linkerSettings: [
        .linkedLibrary("icui18n", .when(platforms: [.linux])),
        .linkedLibrary("icuuc", .when(platforms: [.linux])),
        .linkedLibrary("icucore", .when(platforms: apple)),
      ]),
    .target(name: "CPrefetch", cSettings: fastC),
    .target(name: "SubwordMemory", dependencies: ["CPrefetch"], swiftSettings: fast),
    .target(name: "Subword", dependencies: ["ICUShim", "SubwordMemory"], swiftSettings: fast),
    .target(
      name: "SubwordTraining", dependencies: ["Subword", "SubwordMemory"], swiftSettings: fast),
    .target(name: "EmbeddedVocabulary", cSettings: fastC),
    .executableTarget(
      name: "tok",
      dependencies: [
        "EmbeddedVocabulary", "Subword", "SubwordMemory", "SubwordTraining",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: fast),
    .executableTarget(
      name: "tok-bench",
      dependencies: [
        "Subword", "SubwordMemory",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/encoding/Worker", swiftSettings: fast),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: fast),
    .testTarget(
      name: "SubwordTests", dependencies: ["Subword", "SubwordMemory", "TestSupport"],
      swiftSettings: fast),
    .testTarget(
      name: "SubwordTrainingTests", dependencies: ["SubwordTraining", "TestSupport"],
      swiftSettings: fast),
    .testTarget(
      name: "ConformanceTests", dependencies: ["Subword", "SubwordTraining", "TestSupport"],
      swiftSettings: fast),
    .testTarget(
      name: "CommandTests", dependencies: ["tok", "Subword", "SubwordTraining", "TestSupport"],
      swiftSettings: fast),
  ],
  cLanguageStandard: .gnu2x  // #embed
)

if Context.environment["TOK_DOCS"] != nil {  // those who import the package don't fetch it
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
