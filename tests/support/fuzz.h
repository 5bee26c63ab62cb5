#pragma once

#include <glib.h>

/**
 * LLVMFuzzerTestOneInput:
 * @data: the input
 * @size: bytes in @data
 *
 * What a fuzzer defines: it must neither crash nor leak, whatever it gets. Link it
 * with fuzz-main.c, or with clang's -fsanitize=fuzzer instead of that.
 */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
