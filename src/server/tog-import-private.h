#pragma once

#include "tog-import.h"
#include "tog-organization-file.h"

G_BEGIN_DECLS

struct _TogImport
{
  TogOrganizationFile *file; /* (owned) */
  TogSlot known;             /* the range calendars were read for */
};

/**
 * TogImportCounts:
 * @dropped: set inactive or removed, because the file does not list them
 *
 * What became of the things of one kind.
 */
typedef struct
{
  guint added;
  guint changed;
  guint unchanged;
  guint dropped;
} TogImportCounts;

typedef enum
{
  TOG_IMPORT_FAILED,
  TOG_IMPORT_UNCHANGED,
  TOG_IMPORT_ADDED,
  TOG_IMPORT_CHANGED,
} TogImportOutcome;

/**
 * TogImportRun:
 * @organization: row of the organization
 * @members: (owned): rows of the file's members, in its order; so are the other two
 * @changed_members: (owned) (element-type gint64): rows of those that were there
 *   before and changed
 *
 * An import that is being written.
 */
typedef struct
{
  TogOrganizationFile *file;
  TogSlot known;
  TogDb *db;
  TogInstant now;
  GString *report;
  gint64 organization;
  gint64 *members;
  GHashTable *changed_members;
  gint64 *programs;
  gint64 *planned_sessions;
} TogImportRun;

TogStatement    *tog_import_prepare  (TogImportRun *run, const char *sql, GError **error);
gboolean         tog_import_find     (TogStatement *statement, gint64 *row, GError **error);
gboolean         tog_import_find_key (TogImportRun *run,
                                      const char   *sql,
                                      const char   *key,
                                      gint64       *row,
                                      GError      **error);
TogImportOutcome tog_import_upsert   (TogImportRun    *run,
                                      TogStatement    *statement,
                                      gint64          *row,
                                      TogImportCounts *counts,
                                      GError         **error);
gboolean         tog_import_note     (TogImportRun    *run,
                                      const char      *sql,
                                      gint64           row,
                                      TogImportOutcome outcome,
                                      GError         **error);
gboolean         tog_import_drop     (TogImportRun    *run,
                                      const char      *list_sql,
                                      const gint64    *kept,
                                      gsize            n_kept,
                                      const char      *note_sql,
                                      const char      *drop_sql,
                                      TogImportCounts *counts,
                                      GError         **error);
void             tog_import_report   (TogImportRun          *run,
                                      const char            *what,
                                      const TogImportCounts *counts,
                                      const char            *dropped);

gboolean         tog_import_apply_programs (TogImportRun *run, GError **error);
gboolean         tog_import_apply_matches  (TogImportRun *run, GError **error);
gboolean         tog_import_apply_groups   (TogImportRun *run, GError **error);
gboolean         tog_import_apply_group_members (TogImportRun      *run,
                                                 const TogFileTeam *team,
                                                 gint64             group,
                                                 gboolean          *is_other,
                                                 gboolean          *is_news,
                                                 GError           **error);

G_END_DECLS
