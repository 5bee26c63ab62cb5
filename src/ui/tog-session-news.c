#include "config.h"

#include "tog-session-news.h"

#include "tog-format.h"
#include "tog-notice.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogSessionNews
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scrolled_window; /* (nullable): beside this in the same template */
  GtkWidget *head;                    /* (nullable): in that */
  char *id;                           /* (owned) (nullable): of the session as it was */
  TogSessionState state;
  TogSlot slot;

  TogNotice *notice; /* (owned by parent) */
};

G_DEFINE_FINAL_TYPE (TogSessionNews, tog_session_news, GTK_TYPE_WIDGET)

/* By what scrolls: where it is on the screen is known only once that is laid out anew. */
static gboolean
is_head_in_sight (TogSessionNews *self)
{
  GtkWidget *viewport = gtk_scrolled_window_get_child (self->scrolled_window);
  GtkWidget *content = gtk_viewport_get_child (GTK_VIEWPORT (viewport));
  double top =
      gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window));
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (self->head, content, &bounds) &&
         bounds.origin.y + bounds.size.height > top;
}

static void
scrolled_cb (TogSessionNews *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->notice)) && is_head_in_sight (self))
    tog_notice_show (self->notice, NULL, NULL);
}

/* The button goes, and the focus with it: to what it leads to. */
static void
show_cb (TogSessionNews *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->scrolled_window), GTK_DIR_TAB_FORWARD);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);
  tog_notice_show (self->notice, NULL, NULL);
}

/* Who moved a session, and when it is now. */
static char *
dup_moved (TogSession *session)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *to = tog_format_when_within (zone, session->slot.start, tog_format_get_now ());
  TogParticipant *mover =
      session->moved_by != NULL ? tog_session_find_participant (session, session->moved_by) : NULL;
  g_autofree char *name = mover != NULL ? tog_member_dup_given_name (mover->member) : NULL;

  if (name != NULL)
    /* Translators: a person, a session's title, and when it is now. */
    return g_strdup_printf (_ ("%s has moved “%s” to %s"), name, session->title, to);
  /* Translators: a session's title, and when it is now. */
  return g_strdup_printf (_ ("“%s” has been moved to %s"), session->title, to);
}

/* Returns: (nullable): what became of it, if anything did that matters to all. */
static char *
dup_news (TogSessionNews *self, TogSession *session)
{
  if (self->state != TOG_SESSION_SCHEDULED)
    return NULL;
  if (session->state == TOG_SESSION_CANCELLED)
    return g_strdup_printf (_ ("“%s” was cancelled"), session->title);
  if (session->state == TOG_SESSION_SCHEDULED && session->slot.start != self->slot.start)
    return dup_moved (session);
  return NULL;
}

static void
tog_session_news_dispose (GObject *object)
{
  TogSessionNews *self = TOG_SESSION_NEWS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (tog_session_news_parent_class)->dispose (object);
}

static void
tog_session_news_class_init (TogSessionNewsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_session_news_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tog_session_news_init (TogSessionNews *self)
{
  self->notice = TOG_NOTICE (tog_notice_new ("dialog-warning-symbolic", "warning"));
  gtk_widget_set_parent (GTK_WIDGET (self->notice), GTK_WIDGET (self));
  g_signal_connect_object (self->notice, "pressed", G_CALLBACK (show_cb), self, G_CONNECT_SWAPPED);
}

/**
 * tog_session_news_watch:
 * @scrolled_window: what scrolls, for as long as this is below it
 * @head: what says in it what became of the session
 */
void
tog_session_news_watch (TogSessionNews *self, GtkScrolledWindow *scrolled_window, GtkWidget *head)
{
  g_return_if_fail (TOG_IS_SESSION_NEWS (self));

  self->scrolled_window = scrolled_window;
  self->head = head;
  tog_widget_keep_focus_above (scrolled_window);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scrolled_window),
                           "value-changed",
                           G_CALLBACK (scrolled_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * tog_session_news_set_session:
 * @session: (nullable): as it is now
 *
 * Says what became of it since the last time, unless that is in sight. Of another session
 * there is nothing to say.
 */
void
tog_session_news_set_session (TogSessionNews *self, TogSession *session)
{
  gboolean is_other;
  g_autofree char *news = NULL;

  g_return_if_fail (TOG_IS_SESSION_NEWS (self));

  is_other = session == NULL || g_strcmp0 (session->id, self->id) != 0;
  if (is_other)
    tog_notice_show (self->notice, NULL, NULL);
  else
    news = dup_news (self, session);
  if (news != NULL && !is_head_in_sight (self))
    /* Translators: leads to what is told of. */
    tog_notice_show (self->notice, news, C_ ("news", "Show"));

  g_free (self->id);
  self->id = g_strdup (session != NULL ? session->id : NULL);
  self->state = session != NULL ? session->state : TOG_SESSION_NOT_SCHEDULED;
  self->slot = session != NULL ? session->slot : (TogSlot){ 0, 0 };
}
