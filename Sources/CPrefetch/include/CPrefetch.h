// Memory before it is needed: what Swift has no word for.
#ifndef C_PREFETCH_H
#define C_PREFETCH_H

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Asks the processor to bring the memory at `address` close. Never faults, whatever the address.
static inline __attribute__((always_inline)) void prefetch_memory(const void *address) {
  __builtin_prefetch(address);
}

/// Asks that the heap grow and shrink by at least so many bytes at once, where that can be asked for.
static inline void set_heap_step(int bytes) {
#ifdef __GLIBC__
  mallopt(M_TOP_PAD, bytes);
#else
  (void)bytes;
#endif
}

#endif
