#pragma once

#include "tog-account.h"

/*
 * The outbox of a fake account: the real one, in a folder of its own, from which
 * nothing goes out unless that is asked for.
 */

/**
 * FakeOutboxWay:
 * @FAKE_OUTBOX_OFFLINE: nothing gets through
 * @FAKE_OUTBOX_SILENT: nothing is known until it is another way
 * @FAKE_OUTBOX_SENT: it arrives
 * @FAKE_OUTBOX_REFUSED: it arrives, and is refused
 */
typedef enum
{
  FAKE_OUTBOX_OFFLINE,
  FAKE_OUTBOX_SILENT,
  FAKE_OUTBOX_SENT,
  FAKE_OUTBOX_REFUSED,
} FakeOutboxWay;

/* From now on, and for what is on its way. */
void fake_outbox_set_way (FakeOutboxWay way);

/* Adds something and waits until it is kept. Takes over @item. */
void fake_outbox_add (TogOutboxItem *item);
void fake_outbox_reset (void);
