#pragma once

#include "tog-account.h"

/*
 * The outbox of a fake account: the real one, in a folder of its own, from which
 * nothing ever goes out.
 */

/* Adds something and waits until it is kept. Takes over @item. */
void fake_outbox_add (TogOutboxItem *item);
void fake_outbox_reset (void);
