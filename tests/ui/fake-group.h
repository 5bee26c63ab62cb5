#pragma once

#include "tog-times.h"

/*
 * The times of the Maintainers Circle around a Monday: six people in as many zones,
 * one of whom doesn't share what they do on Friday.
 */
TogTimes *fake_group_make       (TogDay monday, TogSlot range);

/* The same with more people, none of them like another: n in all. */
TogTimes *fake_group_make_large (TogDay monday, TogSlot range, guint n);
