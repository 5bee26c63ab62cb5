#pragma once

#include "tog-source.h"

G_BEGIN_DECLS

/**
 * TogShareKeep:
 * @desktop: (owned): names this desktop among the member's own, and says nothing of it
 * @enabled: whether calendars are shared
 * @counted: (owned) (element-type utf8 utf8): ids of the desktop's calendars that count
 * @stopping: (owned) (element-type utf8 utf8): what the server has still to forget
 * @shared: (owned) (element-type utf8 utf8): the server's names for what it was seen to
 *   have: what of that it lacks was removed from elsewhere
 * @removed: (owned) (element-type utf8 utf8): ids of the desktop's calendars whose sharing
 *   was stopped from elsewhere, until they count again
 *
 * What is kept between two starts of the sharing of a desktop's calendars.
 */
typedef struct
{
  char *desktop;
  gboolean enabled;
  GHashTable *counted;
  GHashTable *stopping;
  GHashTable *shared;
  GHashTable *removed;
} TogShareKeep;

void     tog_share_keep_init    (TogShareKeep *self);
void     tog_share_keep_clear   (TogShareKeep *self);
gboolean tog_share_keep_parse   (TogShareKeep *self, const char *text);
char    *tog_share_keep_to_text (const TogShareKeep *self);
char    *tog_share_keep_dup_source (const TogShareKeep *self, const char *calendar_id);
gboolean tog_share_keep_is_ours (const TogShareKeep *self, const char *source_id);
GPtrArray *tog_share_keep_take_removed (TogShareKeep *self, GPtrArray *sources);

G_END_DECLS
