#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A token says up to which change a member knows what there is. It is the number
 * of that change, signed for this member by this database: another's, or one of a
 * database that was replaced, is not accepted. The number is masked by its
 * signature, since it tells how busy others are.
 */

/**
 * TOG_CHANGE_TOKEN_LENGTH:
 *
 * How many characters a token has.
 */
#define TOG_CHANGE_TOKEN_LENGTH 24

char    *tog_change_token_make (GBytes *secret, gint64 member, gint64 change);
gboolean tog_change_token_read (GBytes     *secret,
                                gint64      member,
                                const char *text,
                                gint64     *change);

G_END_DECLS
