#pragma once

#include "tog-time.h"
#include "tog-writer.h"

G_BEGIN_DECLS

/**
 * TogIdentity:
 * @organization: id of the organization in the database
 * @member: id of the member in the database
 *
 * Who asks.
 */
typedef struct
{
  gint64 organization;
  gint64 member;
} TogIdentity;

/**
 * TogStorage:
 *
 * The database as the server's threads use it: one writer and as many readers
 * as read at the same time.
 */
typedef struct _TogStorage TogStorage;

TogStorage *tog_storage_new        (const char *path, GError **error);
void        tog_storage_free       (TogStorage *self);
TogWriter  *tog_storage_get_writer (TogStorage *self);
GBytes     *tog_storage_get_secret (TogStorage *self);
TogDb      *tog_storage_acquire    (TogStorage *self, GError **error);
void        tog_storage_release    (TogStorage *self, TogDb *reader);

/**
 * TogScope:
 *
 * What one member may see: the only way to the data of an organization. Every
 * statement that it prepares is bound to the organization, so that no handler
 * can forget to.
 */
typedef struct _TogScope TogScope;

TogScope        *tog_scope_new          (TogDb *db, TogIdentity identity, TogInstant now);
void             tog_scope_free         (TogScope *self);
TogIdentity      tog_scope_get_identity (TogScope *self);
TogInstant       tog_scope_get_now      (TogScope *self);
TogStatement    *tog_scope_prepare      (TogScope *self, const char *sql, GError **error);
gint64           tog_scope_get_last_row_id (TogScope *self);
gboolean         tog_scope_get_change_bounds (TogScope *self,
                                              gint64   *newest,
                                              gint64   *tidied,
                                              GError  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogStorage, tog_storage_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogScope, tog_scope_free)

G_END_DECLS
