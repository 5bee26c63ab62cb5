#pragma once

#include "tog-slot.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TOG_EVENT_TITLE_LENGTH:
 *
 * So many characters of a title are kept, at most.
 */
#define TOG_EVENT_TITLE_LENGTH 60

/**
 * TogEventTitles:
 *
 * What somebody's own calendars call what they are busy with, for nobody but them: it
 * has no way onto the wire or a disk. Reference counted across threads; not changed any
 * more once it is shared.
 */
typedef struct _TogEventTitles TogEventTitles;

#define TOG_TYPE_EVENT_TITLES (tog_event_titles_get_type ())

GType           tog_event_titles_get_type (void);
TogEventTitles *tog_event_titles_new      (void);
TogEventTitles *tog_event_titles_ref      (TogEventTitles *self);
void            tog_event_titles_unref    (TogEventTitles *self);
void            tog_event_titles_add      (TogEventTitles *self, TogSlot slot, const char *title);
void            tog_event_titles_add_all  (TogEventTitles       *self,
                                           const TogEventTitles *other,
                                           TogSlot               range);
GPtrArray      *tog_event_titles_list     (const TogEventTitles *self, TogSlot slot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogEventTitles, tog_event_titles_unref)

G_END_DECLS
