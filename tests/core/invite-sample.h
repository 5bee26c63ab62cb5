#pragma once

#include "tog-session.h"

TogSession *invite_sample_new (const char *text);
