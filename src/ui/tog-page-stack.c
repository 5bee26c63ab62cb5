#include "config.h"

#include "tog-page-stack.h"

struct _TogPageStack
{
  GtkWidget parent_instance;

  AdwLeaflet *leaflet; /* (owned by parent) */
  GPtrArray *pages;    /* (owned) (element-type GtkWidget): from the lowest up, owned by leaflet */
  GtkWidget *focused;  /* (nullable): the visible page when the focus was last seen to */
};

G_DEFINE_FINAL_TYPE (TogPageStack, tog_page_stack, GTK_TYPE_WIDGET)

/* What is left of a page is marked, because it is shown until the transition ends. */
static const char LEFT[] = "tog-page-left";
static const char FOCUS[] = "tog-page-focus";

static gboolean
is_left (GtkWidget *page)
{
  return g_object_get_data (G_OBJECT (page), LEFT) != NULL;
}

static void
leave (gpointer page, gpointer unused)
{
  g_object_set_data (G_OBJECT (page), LEFT, GINT_TO_POINTER (TRUE));
}

static void
forget_focus (gpointer data)
{
  GtkWidget **location = data;

  g_clear_weak_pointer (location);
  g_free (location);
}

static void
keep_focus (TogPageStack *self, GtkWidget *page)
{
  GtkRoot *root = gtk_widget_get_root (page);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget **location;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, page))
    return;

  location = g_new0 (GtkWidget *, 1);
  g_set_weak_pointer (location, focus);
  g_object_set_data_full (G_OBJECT (page), FOCUS, location, forget_focus);
}

static void
give_focus (TogPageStack *self, GtkWidget *page)
{
  GtkWidget **location = g_object_get_data (G_OBJECT (page), FOCUS);
  GtkWidget *last = location != NULL ? *location : NULL;

  if (last != NULL && gtk_widget_get_mapped (last) && gtk_widget_grab_focus (last))
    return;

  /* What was pressed may be gone for good; something beside it rarely is. */
  for (; last != NULL && last != page; last = gtk_widget_get_parent (last))
    {
      if (gtk_widget_get_mapped (last) && gtk_widget_child_focus (last, GTK_DIR_TAB_FORWARD))
        return;
    }

  /* Pages whose first control is not the sensible one grab the focus by themselves. */
  if (!gtk_widget_grab_focus (page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* Removes what was left, once nothing of it can be seen any more. */
static void
settle_cb (TogPageStack *self)
{
  GtkWidget *visible;
  gboolean above = FALSE;

  if (self->leaflet == NULL || adw_leaflet_get_child_transition_running (self->leaflet))
    return;

  visible = adw_leaflet_get_visible_child (self->leaflet);
  for (guint i = 0; i < self->pages->len;)
    {
      GtkWidget *page = g_ptr_array_index (self->pages, i);

      if (page == visible)
        above = TRUE;
      else if (above || is_left (page))
        {
          g_ptr_array_remove_index (self->pages, i);
          adw_leaflet_remove (self->leaflet, page);
          continue;
        }
      i++;
    }

  if (visible != NULL && visible != self->focused && gtk_widget_get_mapped (visible))
    {
      self->focused = visible;
      give_focus (self, visible);
    }
}

static GtkWidget *
find_below (TogPageStack *self, GtkWidget *page)
{
  GtkWidget *below = NULL;

  for (guint i = 0; i < self->pages->len; i++)
    {
      GtkWidget *other = g_ptr_array_index (self->pages, i);

      if (other == page)
        return below;
      if (!is_left (other))
        below = other;
    }

  return NULL;
}

static void
show_page (TogPageStack *self, GtkWidget *page)
{
  GtkWidget *visible = adw_leaflet_get_visible_child (self->leaflet);

  if (visible != NULL && visible != page)
    keep_focus (self, visible);
  adw_leaflet_set_visible_child (self->leaflet, page);
  settle_cb (self);
}

static void
tog_page_stack_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tog_page_stack_parent_class)->map (widget);

  /* What was shown while the window was hidden could not have the focus yet. */
  settle_cb (TOG_PAGE_STACK (widget));
}

static gboolean
tog_page_stack_grab_focus (GtkWidget *widget)
{
  TogPageStack *self = TOG_PAGE_STACK (widget);
  GtkWidget *visible = adw_leaflet_get_visible_child (self->leaflet);

  if (visible == NULL)
    return FALSE;

  self->focused = visible;
  give_focus (self, visible);

  return TRUE;
}

/* Tab past the last control of a page begins again at its first. The window would
 * begin at the one that is sensible to begin with, and keep the keyboard there for
 * good, where that is the last. */
static gboolean
tog_page_stack_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TogPageStack *self = TOG_PAGE_STACK (widget);
  GtkWidget *parent = widget;
  GtkWidget *child;

  if (gtk_widget_child_focus (GTK_WIDGET (self->leaflet), direction))
    return TRUE;
  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return FALSE;

  while ((child = gtk_widget_get_focus_child (parent)) != NULL)
    {
      gtk_widget_set_focus_child (parent, NULL);
      parent = child;
    }
  return gtk_widget_child_focus (GTK_WIDGET (self->leaflet), direction);
}

static void
tog_page_stack_dispose (GObject *object)
{
  TogPageStack *self = TOG_PAGE_STACK (object);
  GtkWidget *leaflet = GTK_WIDGET (self->leaflet);

  if (self->leaflet != NULL)
    g_signal_handlers_disconnect_by_data (self->leaflet, self);
  self->leaflet = NULL;
  g_clear_pointer (&leaflet, gtk_widget_unparent);

  G_OBJECT_CLASS (tog_page_stack_parent_class)->dispose (object);
}

static void
tog_page_stack_finalize (GObject *object)
{
  TogPageStack *self = TOG_PAGE_STACK (object);

  g_clear_pointer (&self->pages, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_page_stack_parent_class)->finalize (object);
}

static void
tog_page_stack_class_init (TogPageStackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_page_stack_dispose;
  object_class->finalize = tog_page_stack_finalize;
  widget_class->map = tog_page_stack_map;
  widget_class->focus = tog_page_stack_focus;
  widget_class->grab_focus = tog_page_stack_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tog_page_stack_init (TogPageStack *self)
{
  self->pages = g_ptr_array_new ();
  self->leaflet = ADW_LEAFLET (g_object_new (ADW_TYPE_LEAFLET,
                                             "can-unfold",
                                             FALSE,
                                             "can-navigate-back",
                                             TRUE,
                                             "transition-type",
                                             ADW_LEAFLET_TRANSITION_TYPE_SLIDE,
                                             NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->leaflet), GTK_WIDGET (self));
  g_signal_connect_swapped (
      self->leaflet, "notify::child-transition-running", G_CALLBACK (settle_cb), self);
  g_signal_connect_swapped (self->leaflet, "notify::visible-child", G_CALLBACK (settle_cb), self);
}

/**
 * tog_page_stack_set_root:
 * @page: (transfer full)
 *
 * Replaces all pages by one.
 */
void
tog_page_stack_set_root (TogPageStack *self, GtkWidget *page)
{
  g_ptr_array_foreach (self->pages, leave, NULL);
  tog_page_stack_push (self, page);
}

/**
 * tog_page_stack_push:
 * @page: (transfer full)
 *
 * Shows a page above the others.
 */
void
tog_page_stack_push (TogPageStack *self, GtkWidget *page)
{
  g_ptr_array_add (self->pages, page);
  adw_leaflet_append (self->leaflet, page);
  show_page (self, page);
}

/**
 * tog_page_stack_pop:
 *
 * Goes back to the page below.
 *
 * Returns: whether there was one
 */
gboolean
tog_page_stack_pop (TogPageStack *self)
{
  GtkWidget *visible = adw_leaflet_get_visible_child (self->leaflet);
  GtkWidget *below = visible != NULL ? find_below (self, visible) : NULL;

  if (below == NULL)
    return FALSE;

  leave (visible, NULL);
  show_page (self, below);

  return TRUE;
}

/**
 * tog_page_stack_pop_page:
 *
 * Goes back to what is below @page, if that is still there.
 */
void
tog_page_stack_pop_page (TogPageStack *self, GtkWidget *page)
{
  if (!g_ptr_array_find (self->pages, page, NULL) || is_left (page))
    return;

  if (tog_page_stack_get_visible (self) == page)
    tog_page_stack_pop (self);
  else
    {
      leave (page, NULL);
      settle_cb (self);
    }
}

/**
 * tog_page_stack_get_visible:
 *
 * Returns: (transfer none) (nullable)
 */
GtkWidget *
tog_page_stack_get_visible (TogPageStack *self)
{
  return adw_leaflet_get_visible_child (self->leaflet);
}

/**
 * tog_page_stack_keep_focus:
 *
 * Leaves the focus where it was put on the page that shows, also when that has only been
 * gone to and is still on its way.
 */
void
tog_page_stack_keep_focus (TogPageStack *self)
{
  GtkWidget *visible = adw_leaflet_get_visible_child (self->leaflet);

  if (visible != NULL)
    keep_focus (self, visible);
}
