#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogPageStack:
 *
 * Pages one above the other, of which only the uppermost shows. What is left
 * behind by going back, with the button, keys or a swipe, is removed; the
 * keyboard focus returns to where it was on the page below.
 */
#define TOG_TYPE_PAGE_STACK (tog_page_stack_get_type ())
G_DECLARE_FINAL_TYPE (TogPageStack, tog_page_stack, TOG, PAGE_STACK, GtkWidget)

void       tog_page_stack_set_root    (TogPageStack *self, GtkWidget *page);
void       tog_page_stack_push        (TogPageStack *self, GtkWidget *page);
gboolean   tog_page_stack_pop         (TogPageStack *self);
void       tog_page_stack_pop_page    (TogPageStack *self, GtkWidget *page);
GtkWidget *tog_page_stack_get_visible (TogPageStack *self);
void       tog_page_stack_keep_focus  (TogPageStack *self);

G_END_DECLS
