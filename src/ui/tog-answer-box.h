#pragma once

#include "tog-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogAnswerBox:
 *
 * Asks whether one comes to a session, or says what one answered and lets one change
 * that. It is hidden where there is nothing to answer.
 */
#define TOG_TYPE_ANSWER_BOX (tog_answer_box_get_type ())
G_DECLARE_FINAL_TYPE (TogAnswerBox, tog_answer_box, TOG, ANSWER_BOX, GtkWidget)

GtkWidget *tog_answer_box_new         (void);
void       tog_answer_box_set_session (TogAnswerBox *self,
                                       TogSession   *session,
                                       const char   *my_id,
                                       TogInstant    now);

G_END_DECLS
