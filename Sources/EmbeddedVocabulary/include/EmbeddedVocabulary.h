// The vocabulary that `tok` has without a file.

#ifndef EMBEDDED_VOCABULARY_H
#define EMBEDDED_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

/// The bytes of vocab/english-32k.tokenizer.json, in the program itself. They live as long as it.
const uint8_t *_Nonnull embedded_vocabulary_bytes(void);

/// How many bytes there are.
size_t embedded_vocabulary_count(void);

#endif
