#pragma once

#include "tog-member.h"

G_BEGIN_DECLS

/**
 * TogSharedNote:
 * @member: who wrote it
 * @text: lines parted by \n
 *
 * What another participant shares of their notes.
 */
struct _TogSharedNote
{
  GObject parent_instance;

  TogMember *member;
  char *text;
};

#define TOG_TYPE_SHARED_NOTE (tog_shared_note_get_type ())
G_DECLARE_FINAL_TYPE (TogSharedNote, tog_shared_note, TOG, SHARED_NOTE, GObject)

TogSharedNote *tog_shared_note_new       (TogMember *member, const char *text);
TogSharedNote *tog_shared_note_from_json (JsonNode *node, GError **error);
JsonNode      *tog_shared_note_to_json   (TogSharedNote *self);

/**
 * TogNote:
 * @etag: version of what I wrote, for If-Match
 * @text: for me alone, lines parted by \n; "" where there is none
 * @shared: what the others see, likewise
 * @others: (element-type TogSharedNote): what the others share
 * @unsent: whether what I wrote is on this computer alone; never on the wire
 * @elsewhere: (nullable): what I wrote on another computer meanwhile, as long as it
 *   isn't settled which of the two is to stay; never on the wire
 *
 * What was noted about a session, as one participant sees it.
 */
struct _TogNote
{
  GObject parent_instance;

  char *etag;
  char *text;
  char *shared;
  GPtrArray *others;
  gboolean unsent;
  struct _TogNote *elsewhere;
};

#define TOG_TYPE_NOTE (tog_note_get_type ())
G_DECLARE_FINAL_TYPE (TogNote, tog_note, TOG, NOTE, GObject)

TogNote  *tog_note_new       (const char *etag,
                              const char *text,
                              const char *shared,
                              GPtrArray  *others);
TogNote  *tog_note_from_json (JsonNode *node, GError **error);
JsonNode *tog_note_to_json   (TogNote *self);
void      tog_note_append_json (GString *json, TogNote *self);
char     *tog_note_join_texts (const char *first, const char *second);

/**
 * TogNoteRequest:
 * @text: for me alone
 * @shared: what the others see
 *
 * The body of putNote.
 */
typedef struct
{
  char *text;
  char *shared;
} TogNoteRequest;

gboolean tog_note_request_read    (TogNoteRequest *self, JsonNode *node, GError **error);
char    *tog_note_request_to_text (const TogNoteRequest *self);
void     tog_note_request_clear   (TogNoteRequest *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogNoteRequest, tog_note_request_clear)

G_END_DECLS
