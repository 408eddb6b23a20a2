// Loads that nobody waits for: what Swift has no word for.
#ifndef C_PREFETCH_H
#define C_PREFETCH_H

/// Asks the processor to bring the memory at `address` close. Never faults, whatever the address.
static inline __attribute__((always_inline)) void prefetch_memory(const void *address) {
  __builtin_prefetch(address);
}

#endif
