#include "config.h"

#include "tog-error.h"

/* clang-format off */
G_DEFINE_QUARK (tog-error-quark, tog_error)
/* clang-format on */
