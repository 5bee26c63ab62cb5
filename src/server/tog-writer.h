#pragma once

#include "tog-db.h"

G_BEGIN_DECLS

/**
 * TogWriter:
 *
 * The one connection that writes to the database. Work comes in by a queue to a
 * thread; what has come in while the disk was busy is committed together. Where
 * nobody else writes, whoever has work may do it without waiting for that thread.
 */
typedef struct _TogWriter TogWriter;

/**
 * TogWriteFunc:
 * @db: the connection, in a transaction
 * @data: what was given with the function
 * @error: return location
 *
 * Writes. It runs where nothing else writes, mostly in the writer's thread, and
 * neither begins nor ends transactions. What it wrote is undone when it fails.
 *
 * Returns: whether to keep what was written
 */
typedef gboolean (*TogWriteFunc) (TogDb *db, gpointer data, GError **error);

/**
 * TogLookFunc:
 * @db: the connection, not in a transaction
 * @data: what was given with the function
 *
 * Looks something up, and writes nothing.
 */
typedef void (*TogLookFunc) (TogDb *db, gpointer data);

/**
 * TogWrittenFunc:
 * @data: what was given with the function
 * @error: (nullable): why nothing was written, or %NULL once it is on the disk
 *
 * Is told, in the thread that did it, what became of a piece of work.
 */
typedef void (*TogWrittenFunc) (gpointer data, const GError *error);

TogWriter *tog_writer_new  (const char *path, GError **error);
void       tog_writer_free (TogWriter *self);
gboolean   tog_writer_reserve_log (TogWriter *self);
void       tog_writer_push (TogWriter     *self,
                            gconstpointer  who,
                            TogWriteFunc   func,
                            TogWrittenFunc written,
                            gpointer       data);
gboolean   tog_writer_try  (TogWriter     *self,
                            gconstpointer  who,
                            TogWriteFunc   func,
                            TogWrittenFunc written,
                            gpointer       data);
gboolean   tog_writer_try_look (TogWriter *self, TogLookFunc func, gpointer data);
gboolean   tog_writer_run  (TogWriter   *self,
                            TogWriteFunc func,
                            gpointer     data,
                            GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogWriter, tog_writer_free)

G_END_DECLS
