#pragma once

#include "tog-session.h"

/* Names on the wire, each in the order of its enumeration. */
extern const char *const tog_session_state_nicks[];
extern const char *const tog_answer_nicks[];
extern const char *const tog_held_nicks[];
extern const char *const tog_delivery_nicks[];
extern const char *const tog_role_nicks[];
