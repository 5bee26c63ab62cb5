#pragma once

#include "tog-db.h"

G_BEGIN_DECLS

/**
 * TogRepeater:
 *
 * A thread with a connection to the database that does something again and again,
 * and sleeps in between until it is time or somebody wakes it.
 */
typedef struct _TogRepeater TogRepeater;

/**
 * TogRepeatFunc:
 * @db: a connection that reads
 * @data: what was given with the function
 *
 * Does what there is to do now, in the repeater's thread.
 *
 * Returns: for how many seconds it may sleep then; 0 to be called again at once
 */
typedef gint64 (*TogRepeatFunc) (TogDb *db, gpointer data);

TogRepeater *tog_repeater_new   (const char   *name,
                                 const char   *database,
                                 TogRepeatFunc func,
                                 gpointer      data);
void         tog_repeater_start (TogRepeater *self);
void         tog_repeater_wake  (TogRepeater *self);
void         tog_repeater_free  (TogRepeater *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogRepeater, tog_repeater_free)

G_END_DECLS
