#pragma once

#include "tog-match.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogSessionNews:
 *
 * A line below what is read of a session, which says what became of that meanwhile: its
 * head says so, too, but whoever reads or writes further down doesn't see it. It takes no
 * focus, and goes once the head is in sight.
 */
#define TOG_TYPE_SESSION_NEWS (tog_session_news_get_type ())
G_DECLARE_FINAL_TYPE (TogSessionNews, tog_session_news, TOG, SESSION_NEWS, GtkWidget)

void tog_session_news_watch       (TogSessionNews    *self,
                                   GtkScrolledWindow *scrolled_window,
                                   GtkWidget         *head);
void tog_session_news_set_session (TogSessionNews    *self,
                                   TogSession        *session);

G_END_DECLS
