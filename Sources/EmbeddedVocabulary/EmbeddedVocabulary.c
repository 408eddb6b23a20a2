#include "EmbeddedVocabulary.h"

static const uint8_t bytes[] = {
#embed "../../vocab/english-32k.tokenizer.json"
};

const uint8_t *embedded_vocabulary_bytes(void) { return bytes; }

size_t embedded_vocabulary_count(void) { return sizeof bytes; }
