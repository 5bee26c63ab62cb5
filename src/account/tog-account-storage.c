#include "config.h"

#include "tog-account-private.h"

#include <glib/gi18n.h>

/*
 * What may be wrong with what is kept on this computer, in words: what happened to it is
 * told once, what keeps it from being written for as long as it does.
 */

static void
tell (TogAccount *self, char *notice)
{
  g_free (self->notice);
  self->notice = notice;
  g_object_notify (G_OBJECT (self), "notice");
}

/* Takes over @text. */
static void
set_trouble (TogAccount *self, char **trouble, char *text)
{
  g_autofree char *before = g_strdup (tog_account_get_storage_notice (self));

  g_free (*trouble);
  *trouble = text;
  if (g_strcmp0 (before, tog_account_get_storage_notice (self)) != 0)
    g_object_notify (G_OBJECT (self), "storage-notice");
}

static void
trouble_cb (TogStore *store, TogStoreTrouble trouble, const char *detail, TogAccount *self)
{
  switch (trouble)
    {
    case TOG_STORE_SET_ASIDE:
      tell (self,
            g_strdup_printf (_ ("What was kept for working offline was damaged, and is fetched "
                                "again. The damaged file is now “%s”; it can be deleted."),
                             detail));
      tog_sync_begin_anew (self->sync);
      tog_sync_go_on (self->sync);
      g_clear_pointer (&self->unsent_signature, g_free);
      tog_account_update_unsent (self);
      break;
    case TOG_STORE_NEWER:
      tell (self,
            g_strdup (_ ("A newer version of this app kept data for working offline, which this "
                         "one can’t read. Nothing is there offline until the app is updated.")));
      break;
    case TOG_STORE_READ_ONLY:
      set_trouble (self,
                   &self->store_trouble,
                   g_strdup_printf (_ ("Nothing new can be kept for working offline, because the "
                                       "folder “%s” can’t be written. Change its permissions."),
                                    detail));
      break;
    case TOG_STORE_FULL:
      set_trouble (self,
                   &self->store_trouble,
                   g_strdup (_ ("Nothing new can be kept for working offline, because the disk is "
                                "full. Free some space.")));
      break;
    case TOG_STORE_RECOVERED:
      set_trouble (self, &self->store_trouble, NULL);
      g_clear_pointer (&self->unsent_signature, g_free);
      tog_account_update_unsent (self);
      tog_sync_hurry (self->sync);
      tog_sync_go_on (self->sync);
      break;
    case TOG_STORE_FAILED:
    default:
      set_trouble (self,
                   &self->store_trouble,
                   g_strdup_printf (_ ("What you see now may not be there offline: %s"), detail));
      break;
    }
}

static void
draft_trouble_cb (TogStore *store, TogStoreTrouble trouble, const char *detail, TogAccount *self)
{
  switch (trouble)
    {
    case TOG_STORE_SET_ASIDE:
      tell (self,
            g_strdup_printf (_ ("Notes that were not sent yet were damaged. What is left of them "
                                "is in “%s”."),
                             detail));
      break;
    case TOG_STORE_READ_ONLY:
      set_trouble (self,
                   &self->drafts_trouble,
                   g_strdup_printf (_ ("What you do is sent while the server can be reached, but "
                                       "can’t be kept for later, because the folder “%s” can’t "
                                       "be written. Change its permissions."),
                                    detail));
      break;
    case TOG_STORE_FULL:
      set_trouble (self,
                   &self->drafts_trouble,
                   g_strdup (_ ("What you do is sent while the server can be reached, but can’t be "
                                "kept for later, because the disk is full. Free some space.")));
      break;
    case TOG_STORE_RECOVERED:
      set_trouble (self, &self->drafts_trouble, NULL);
      tog_outbox_note_kept (self->outbox);
      break;
    case TOG_STORE_NEWER:
    case TOG_STORE_FAILED:
    default:
      set_trouble (self,
                   &self->drafts_trouble,
                   g_strdup_printf (_ ("What you do is sent while the server can be reached, but "
                                       "can’t be kept for later: %s"),
                                    detail));
      break;
    }
}

/**
 * tog_account_watch_stores:
 * @self: an account
 *
 * Tells from now on what is wrong with its stores.
 */
void
tog_account_watch_stores (TogAccount *self)
{
  g_signal_connect (self->store, "trouble", G_CALLBACK (trouble_cb), self);
  g_signal_connect (self->drafts, "trouble", G_CALLBACK (draft_trouble_cb), self);
}

/**
 * tog_account_get_storage_notice:
 * @self: an account
 *
 * Why nothing can be kept on this computer now. That unsent work can't is worse than
 * that less is there offline, and all there is to say where both are so.
 *
 * Returns: (transfer none) (nullable): a sentence or two, or %NULL if all is well
 */
const char *
tog_account_get_storage_notice (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return self->drafts_trouble != NULL ? self->drafts_trouble : self->store_trouble;
}
