#pragma once

#include "tog-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogPerson:
 * @member: who
 * @role: what they are in the match or group
 * @answer: (nullable): what they said to an invite, in the user's language
 * @answer_icon: (nullable): the same as an icon's name
 * @reason: (nullable): why they declined
 *
 * Somebody in a list of people.
 */
typedef struct
{
  TogMember *member;
  TogRole role;
  const char *answer;
  const char *answer_icon;
  const char *reason;
} TogPerson;

/**
 * TogPersonRow:
 *
 * Somebody in a list of people: role, the time on their clock, their answer, and
 * a button to write to them.
 */
#define TOG_TYPE_PERSON_ROW (tog_person_row_get_type ())
G_DECLARE_FINAL_TYPE (TogPersonRow, tog_person_row, TOG, PERSON_ROW, GtkListBoxRow)

GtkWidget *tog_person_row_new        (void);
void       tog_person_row_set_person (TogPersonRow    *self,
                                      const TogPerson *person,
                                      gboolean         is_me,
                                      TogInstant       at,
                                      const char      *group_id);

G_END_DECLS
