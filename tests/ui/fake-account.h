#pragma once

#include "tog-account.h"
#include "tog-event-titles.h"

/*
 * A TogAccount without a server, linked in its place: what it answers is set by
 * the test, and it keeps what it was asked.
 */

TogAccount *fake_account_new          (void);
void        fake_account_set_times    (TogAccount *self, TogTimes *(*make) (TogSlot range));
void        fake_account_set_online   (TogAccount *self, gboolean online);
void        fake_account_set_titles   (TogAccount *self, TogEventTitles *titles);
void        fake_account_set_clock    (TogAccount *self, gint64 ahead);
void        fake_account_fail_loads   (TogAccount *self, gboolean fail);
void        fake_account_hold_books   (TogAccount *self, gboolean hold);
void        fake_account_answer_book  (TogAccount *self, int error_code, const char *message);
guint       fake_account_get_n_loads  (TogAccount *self);
guint       fake_account_get_n_books  (TogAccount *self);
const char *fake_account_get_key      (TogAccount *self, guint i);
TogBooking *fake_account_get_booking  (TogAccount *self, guint i);
TogMatch   *fake_account_get_match    (TogAccount *self);
void        fake_account_set_group    (TogAccount *self, TogGroup *group);
void        fake_account_set_group_times (TogAccount *self, TogTimes *(*make) (TogSlot range));

/* The times of Inês in Lisbon and Asha in Kathmandu around a Monday, as both
 * are known; and the same with Asha's calendar unknown, or nobody ever free; or of
 * two weeks only, whatever was asked for. */
void        fake_times_set_monday     (TogDay monday);
TogTimes   *fake_times_make           (TogSlot range);
TogTimes   *fake_times_make_unknown   (TogSlot range);
TogTimes   *fake_times_make_full      (TogSlot range);
TogTimes   *fake_times_make_late      (TogSlot range);
TogTimes   *fake_times_make_kept      (TogSlot range);
