#include "config.h"

#include "tog-note-versions.h"

#include "tog-widget.h"

#include <glib/gi18n.h>

/* Side by side where each has so many pixels. Characters are fewer than fit there, so that
 * the text doesn't ask for more. */
#define VERSION_WIDTH 224
#define VERSION_CHARS 20
#define GAP 9

struct _TogNoteVersions
{
  AdwBin parent_instance;

  TogNote *note; /* (owned) (nullable) */

  GtkFlowBox *versions; /* (owned by parent) */
};

enum
{
  SETTLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogNoteVersions, tog_note_versions, ADW_TYPE_BIN)

static void
settle (TogNoteVersions *self, TogNote *note)
{
  g_autofree char *text = g_strdup (note->text);
  g_autofree char *shared = g_strdup (note->shared);

  g_signal_emit (self, signals[SETTLED], 0, text, shared);
}

static void
keep_mine_cb (TogNoteVersions *self)
{
  settle (self, self->note);
}

static void
keep_other_cb (TogNoteVersions *self)
{
  settle (self, self->note->elsewhere);
}

/* Wrapped in what room there is, and asking for no more: a long line is no reason to put
 * one version below the other. */
static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), VERSION_CHARS);
  return label;
}

static void
add_version (TogNoteVersions *self,
             const char *title,
             TogNote *note,
             const char *button_name,
             GCallback keep_cb)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP);
  GtkWidget *label = label_new (title);
  GtkWidget *button = gtk_button_new_with_label (_ ("Keep This"));
  g_autoptr (GString) text = g_string_new (note->text);

  if (*note->shared != '\0')
    {
      if (text->len > 0)
        g_string_append (text, "\n\n");
      /* Translators: %s is what somebody wrote. */
      g_string_append_printf (text, _ ("Shared: %s"), note->shared);
    }

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "version");
  gtk_widget_set_size_request (box, VERSION_WIDTH, -1);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), label);
  label = label_new (text->str);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  tog_widget_set_name (button, button_name);
  g_signal_connect_object (button, "clicked", keep_cb, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);

  gtk_flow_box_append (self->versions, box);
  gtk_widget_set_focusable (gtk_widget_get_parent (box), FALSE);
}

static void
tog_note_versions_finalize (GObject *object)
{
  g_clear_object (&TOG_NOTE_VERSIONS (object)->note);

  G_OBJECT_CLASS (tog_note_versions_parent_class)->finalize (object);
}

static void
tog_note_versions_class_init (TogNoteVersionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_note_versions_finalize;

  signals[SETTLED] = g_signal_new ("settled",
                                   TOG_TYPE_NOTE_VERSIONS,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   G_TYPE_STRING,
                                   G_TYPE_STRING);
}

static void
tog_note_versions_init (TogNoteVersions *self)
{
  GtkWidget *versions = g_object_new (GTK_TYPE_FLOW_BOX,
                                      "selection-mode",
                                      GTK_SELECTION_NONE,
                                      "min-children-per-line",
                                      1,
                                      "max-children-per-line",
                                      2,
                                      "row-spacing",
                                      GAP,
                                      "column-spacing",
                                      GAP,
                                      NULL);

  self->versions = GTK_FLOW_BOX (versions);
  gtk_accessible_update_property (GTK_ACCESSIBLE (versions),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Two versions of your notes"),
                                  -1);
  adw_bin_set_child (ADW_BIN (self), versions);
}

/**
 * tog_note_versions_set_note:
 * @note: (nullable): what is on this computer, with what came from elsewhere, or %NULL for
 *   nothing
 */
void
tog_note_versions_set_note (TogNoteVersions *self, TogNote *note)
{
  GtkWidget *child;

  g_return_if_fail (TOG_IS_NOTE_VERSIONS (self));
  g_return_if_fail (note == NULL || note->elsewhere != NULL);

  g_set_object (&self->note, note);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->versions))) != NULL)
    gtk_flow_box_remove (self->versions, child);
  if (note == NULL)
    return;
  add_version (self,
               _ ("On This Computer"),
               note,
               _ ("Keep what is on this computer"),
               G_CALLBACK (keep_mine_cb));
  add_version (self,
               _ ("From Elsewhere"),
               note->elsewhere,
               _ ("Keep what came from elsewhere"),
               G_CALLBACK (keep_other_cb));
}

/**
 * tog_note_versions_keep_both:
 *
 * Settles that both stay, one below the other.
 */
void
tog_note_versions_keep_both (TogNoteVersions *self)
{
  g_autofree char *text = NULL;
  g_autofree char *shared = NULL;

  g_return_if_fail (TOG_IS_NOTE_VERSIONS (self));
  g_return_if_fail (self->note != NULL);

  text = tog_note_join_texts (self->note->elsewhere->text, self->note->text);
  shared = tog_note_join_texts (self->note->elsewhere->shared, self->note->shared);
  g_signal_emit (self, signals[SETTLED], 0, text, shared);
}
