// What a select menu offers, and how its choice is written in Slack's payloads.
import { fetchOptions } from "../api.js";
import { plainText } from "../mrkdwn.js";
import { store } from "../state.js";

const fromOption = (option) => ({ id: option.value, label: plainText(option.text), hint: plainText(option.description), raw: option });

function groupsOf({ options, option_groups: groups }) {
  if (groups) return groups.map((group) => ({ label: plainText(group.label), choices: group.options.map(fromOption) }));
  return [{ label: null, choices: (options ?? []).map(fromOption) }];
}

function initialOptions(element) {
  return element.initial_options ?? (element.initial_option ? [element.initial_option] : []);
}

function staticSource(element) {
  return {
    offer: async () => groupsOf(element), local: true,
    initial: initialOptions(element).map(fromOption), recall: (options) => options.map(fromOption),
    one: "selected_option", many: "selected_options", write: (choice) => choice.raw,
  };
}

function externalSource(block, element, surface) {
  const least = element.min_query_length ?? 3;
  return {
    ...staticSource(element), local: false, least,
    offer: async (query) => {
      if (query.length < least) return [];
      return groupsOf(await fetchOptions(surface.setting.me, surface.where, block.block_id, element.action_id, query));
    },
  };
}

const asPerson = (person) => ({ id: person.id, label: person.name, hint: person.title, person });

function listSource(all, asChoice, initialIds, one, many) {
  const choices = all.map(asChoice);
  const recall = (ids) => ids.filter(Boolean).map((id) => choices.find((choice) => choice.id === id) ?? { id, label: id });
  return {
    offer: async () => [{ label: null, choices }], local: true, initial: recall(initialIds), recall, one, many, write: (choice) => choice.id,
  };
}

function usersSource(element) {
  const people = store.world.people.filter((person) => !person.deleted);
  return listSource(people, asPerson, element.initial_users ?? [element.initial_user], "selected_user", "selected_users");
}

function conversationName(conversation) {
  return conversation.kind === "im" ? conversation.name : `#${conversation.name}`;
}

function isOffered(conversation, filter) {
  const kinds = filter?.include;
  if (kinds && !kinds.includes(conversation.kind)) return false;
  return !(filter?.exclude_bot_users && conversation.kind === "im" && conversation.is_app);
}

function conversationsSource(element, surface) {
  const offered = store.world.conversations.filter((each) => isOffered(each, element.filter));
  const given = element.initial_conversations ?? [element.initial_conversation].filter(Boolean);
  const open = surface.where.channel ?? store.place.channel;
  const presumed = given.length === 0 && element.default_to_current_conversation && offered.some((each) => each.id === open);
  const asChoice = (each) => ({ id: each.id, label: conversationName(each) });
  return { ...listSource(offered, asChoice, presumed ? [open] : given, "selected_conversation", "selected_conversations"), presumed };
}

function channelsSource(element) {
  const offered = store.world.conversations.filter((each) => each.kind === "public");
  const asChoice = (each) => ({ id: each.id, label: conversationName(each) });
  return listSource(offered, asChoice, element.initial_channels ?? [element.initial_channel], "selected_channel", "selected_channels");
}

const SOURCES = {
  static_select: (_block, element) => staticSource(element),
  external_select: externalSource,
  users_select: (_block, element) => usersSource(element),
  conversations_select: (_block, element, surface) => conversationsSource(element, surface),
  channels_select: (_block, element) => channelsSource(element),
};

export const isMulti = (element) => element.type.startsWith("multi_");

export function sourceOf(block, element, surface) {
  return SOURCES[element.type.replace("multi_", "")](block, element, surface);
}

/** The choices in a value of `state.values`. */
export function choicesIn(value, element, source) {
  const chosen = isMulti(element) ? value[source.many] ?? [] : [value[source.one]].filter(Boolean);
  return source.recall(chosen);
}

export function valueOf(choices, element, source) {
  const written = choices.map(source.write);
  return isMulti(element) ? { [source.many]: written } : { [source.one]: written[0] ?? null };
}
