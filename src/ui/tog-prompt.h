#pragma once

#include "tog-account.h"
#include "tog-notice.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogPrompt:
 *
 * Shows a session before it is booked or moved, and does so: what there is to be
 * known of any session, the message, and all that sending takes.
 *
 * Signals: "booked" (TogSession *session): the server said yes, of several sessions
 * this is the first; "taken": the time is not free any more, another one has to be
 * chosen.
 */
#define TOG_TYPE_PROMPT (tog_prompt_get_type ())
G_DECLARE_DERIVABLE_TYPE (TogPrompt, tog_prompt, TOG, PROMPT, AdwWindow)

/**
 * TogPromptClass:
 * @make_booking: (transfer full) (nullable): what is to be sent; %NULL where that isn't
 *   complete, which it then points out
 * @make_bookings: (transfer full) (nullable): the same, where more than one session can
 *   be booked at once; by itself only what @make_booking makes
 * @is_ready: whether it may be sent, as far as it isn't for the prompt itself to tell
 * @taken: the server refused for the time is taken: whether something else than
 *   giving up was made of it
 * @refused: the server refused some of several sessions, none of which was booked
 * @asks: whether a booking was taken over, to be asked for instead of being made at once;
 *   the prompt is closed then
 *
 * What the prompts for a match and for a group do each in their own way.
 */
struct _TogPromptClass
{
  AdwWindowClass parent_class;

  TogBooking *(*make_booking)  (TogPrompt *self, const char *message);
  GPtrArray  *(*make_bookings) (TogPrompt *self, const char *message);
  gboolean    (*is_ready)      (TogPrompt *self);
  gboolean    (*taken)         (TogPrompt *self, const char *text);
  void        (*refused)       (TogPrompt *self, GPtrArray *refusals);
  gboolean    (*asks)          (TogPrompt *self, TogBooking *booking);
};

void               tog_prompt_set_up      (TogPrompt         *self,
                                           TogAccount        *account,
                                           TogTeam           *team,
                                           TogPlannedSession *planned,
                                           TogSlot            slot,
                                           TogZone           *zone);
void               tog_prompt_set_words   (TogPrompt  *self,
                                           const char *send,
                                           const char *message,
                                           const char *mail);
void               tog_prompt_set_moved   (TogPrompt *self, TogSession *session);
void               tog_prompt_set_title   (TogPrompt *self, const char *title);
void               tog_prompt_set_when    (TogPrompt *self, const char *when);
void               tog_prompt_set_slot    (TogPrompt *self, TogSlot slot);
TogAccount        *tog_prompt_get_account (TogPrompt *self);
TogPlannedSession *tog_prompt_get_planned (TogPrompt *self);
TogSlot            tog_prompt_get_slot    (TogPrompt *self);
TogZone           *tog_prompt_get_zone    (TogPrompt *self);
TogSession        *tog_prompt_get_moved   (TogPrompt *self);
const char        *tog_prompt_get_offline_text (gboolean moves);
void               tog_prompt_add         (TogPrompt *self, GtkWidget *child);
void               tog_prompt_add_options (TogPrompt *self, GtkWidget *child);
TogNotice         *tog_prompt_add_notice  (TogPrompt  *self,
                                           const char *icon_name,
                                           const char *css_class);
void               tog_prompt_update      (TogPrompt *self);
void               tog_prompt_fit         (TogPrompt *self);

G_END_DECLS
