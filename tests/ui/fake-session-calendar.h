#pragma once

#include "tog-session-calendar.h"

/*
 * The calendar in which sessions are, without a desktop that has one.
 */
void        fake_session_calendar_reset     (void);
void        fake_session_calendar_set_state (gboolean pending, guint n_events, const char *notice);
void        fake_session_calendar_offer     (TogCalendarOffer *offer);
const char *fake_session_calendar_get_restored (void);
const char *fake_session_calendar_get_left_out (void);
