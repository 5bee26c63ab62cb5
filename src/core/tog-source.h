#pragma once

#include "tog-slot-set.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TogSourceKind:
 * @TOG_SOURCE_DESKTOP: a calendar of a desktop, which uploads when it is busy
 * @TOG_SOURCE_ADDRESS: a published calendar, which the server reads
 * @TOG_SOURCE_FILE: a calendar that the organization brought in
 *
 * Where a source comes from.
 */
typedef enum
{
  TOG_SOURCE_DESKTOP,
  TOG_SOURCE_ADDRESS,
  TOG_SOURCE_FILE,
} TogSourceKind;

/**
 * TogSourceState:
 * @TOG_SOURCE_READY: it counts
 * @TOG_SOURCE_WAITING: it has not been read yet
 * @TOG_SOURCE_STALE: it is older than it promised to become
 * @TOG_SOURCE_BROKEN: it can't be read
 *
 * How a source is. In all states but the first, time is unknown as far as it is
 * concerned; what it said last still counts as busy.
 */
typedef enum
{
  TOG_SOURCE_READY,
  TOG_SOURCE_WAITING,
  TOG_SOURCE_STALE,
  TOG_SOURCE_BROKEN,
} TogSourceState;

/**
 * TogSource:
 * @id: what whoever made it calls it
 * @name: for people
 * @kind: where it comes from
 * @url: (nullable): of %TOG_SOURCE_ADDRESS
 * @state: how it is
 * @complete: for which time it tells everything; empty where it was never read
 * @refreshed_at: as of when it tells that, 0 where it was never read
 * @refresh_within: seconds after which it is refreshed again at the latest
 * @n_busy: how many busy intervals it has
 * @digest: (nullable): of these, as of tog_busy_digest(); %NULL where it was never read
 * @problem: (nullable): what went wrong last, and what to do, in words
 *
 * One of the calendars that say when a member is busy, as that member sees it.
 */
struct _TogSource
{
  GObject parent_instance;

  char *id;
  char *name;
  TogSourceKind kind;
  char *url;
  TogSourceState state;
  TogSlot complete;
  TogInstant refreshed_at;
  gint64 refresh_within;
  gint64 n_busy;
  char *digest;
  char *problem;
};

#define TOG_TYPE_SOURCE (tog_source_get_type ())
G_DECLARE_FINAL_TYPE (TogSource, tog_source, TOG, SOURCE, GObject)

TogSource     *tog_source_new            (void);
TogSource     *tog_source_from_json      (JsonNode *node, GError **error);
char          *tog_source_to_text        (TogSource *self);
GPtrArray     *tog_sources_from_json     (JsonNode *node, GError **error);
const char    *tog_source_kind_to_string (TogSourceKind kind);
TogSourceKind  tog_source_kind_from_string (const char *text);

G_END_DECLS
