// A reasonable set of shortcodes. What is not listed stays as it was typed.

const LISTED = `
smile 😄|smiley 😃|grinning 😀|grin 😁|laughing 😆|sweat_smile 😅|joy 😂|rofl 🤣|slightly_smiling_face 🙂|upside_down_face 🙃
wink 😉|blush 😊|innocent 😇|heart_eyes 😍|star-struck 🤩|kissing_heart 😘|yum 😋|stuck_out_tongue 😛|thinking_face 🤔|face_with_raised_eyebrow 🤨
neutral_face 😐|expressionless 😑|no_mouth 😶|smirk 😏|unamused 😒|face_with_rolling_eyes 🙄|grimacing 😬|relieved 😌|pensive 😔|sleepy 😪
sleeping 😴|mask 😷|face_with_thermometer 🤒|nerd_face 🤓|sunglasses 😎|confused 😕|worried 😟|slightly_frowning_face 🙁|frowning 😦|open_mouth 😮
hushed 😯|astonished 😲|flushed 😳|pleading_face 🥺|cry 😢|sob 😭|scream 😱|confounded 😖|disappointed 😞|sweat 😓|weary 😩|tired_face 😫
yawning_face 🥱|triumph 😤|rage 😡|angry 😠|skull 💀|poop 💩|ghost 👻|robot_face 🤖|partying_face 🥳|exploding_head 🤯|hugging_face 🤗|saluting_face 🫡
wave 👋|raised_hand ✋|ok_hand 👌|v ✌️|crossed_fingers 🤞|point_left 👈|point_right 👉|point_up ☝️|point_up_2 👆|point_down 👇|+1 👍|thumbsup 👍
-1 👎|thumbsdown 👎|fist ✊|facepunch 👊|clap 👏|raised_hands 🙌|open_hands 👐|handshake 🤝|pray 🙏|writing_hand ✍️|muscle 💪|eyes 👀|ear 👂|brain 🧠
bust_in_silhouette 👤|busts_in_silhouette 👥|people_hugging 🫂|technologist 🧑‍💻|shrug 🤷|heart ❤️|orange_heart 🧡|yellow_heart 💛|green_heart 💚|blue_heart 💙
purple_heart 💜|broken_heart 💔|100 💯|boom 💥|dizzy 💫|sparkles ✨|star ⭐|star2 🌟|fire 🔥|zap ⚡|rainbow 🌈|sunny ☀️|partly_sunny ⛅|cloud ☁️|rain_cloud 🌧️
snowflake ❄️|umbrella ☔|ocean 🌊|sunrise 🌅|crescent_moon 🌙|earth_africa 🌍|earth_americas 🌎|earth_asia 🌏|globe_with_meridians 🌐|seedling 🌱|evergreen_tree 🌲
palm_tree 🌴|herb 🌿|four_leaf_clover 🍀|sunflower 🌻|rose 🌹|tulip 🌷|dog 🐶|cat 🐱|bug 🐛|bee 🐝|turtle 🐢|snail 🐌|unicorn_face 🦄|whale 🐳|owl 🦉
apple 🍎|lemon 🍋|pizza 🍕|cake 🍰|birthday 🎂|coffee ☕|tea 🍵|beer 🍺|champagne 🍾|popcorn 🍿|tada 🎉|confetti_ball 🎊|balloon 🎈|gift 🎁|trophy 🏆|medal 🏅
first_place_medal 🥇|dart 🎯|soccer ⚽|game_die 🎲|jigsaw 🧩|art 🎨|musical_note 🎵|drum_with_drumsticks 🥁|guitar 🎸|microphone 🎤|headphones 🎧|clapper 🎬|rocket 🚀
airplane ✈️|car 🚗|bus 🚌|train 🚆|ship 🚢|bike 🚲|construction 🚧|vertical_traffic_light 🚦|world_map 🗺️|house 🏠|office 🏢|tent ⛺|beach_with_umbrella 🏖️
alarm_clock ⏰|stopwatch ⏱️|hourglass ⌛|hourglass_flowing_sand ⏳|watch ⌚|calendar 📅|date 📅|spiral_calendar_pad 🗓️|clock9 🕘|clock3 🕒|bulb 💡|flashlight 🔦
wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|gear ⚙️|link 🔗|paperclip 📎|pushpin 📌|round_pushpin 📍|scissors ✂️|lock 🔒|unlock 🔓|key 🔑|shield 🛡️|mag 🔍|microscope 🔬
telescope 🔭|test_tube 🧪|pill 💊|bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|clipboard 📋|memo 📝|pencil 📝|pencil2 ✏️|book 📖|books 📚|notebook 📓
newspaper 📰|bookmark 🔖|label 🏷️|moneybag 💰|money_with_wings 💸|credit_card 💳|email 📧|envelope ✉️|inbox_tray 📥|outbox_tray 📤|package 📦|mailbox 📫|loudspeaker 📢
mega 📣|bell 🔔|no_bell 🔕|speech_balloon 💬|left_speech_bubble 🗨️|thought_balloon 💭|telephone_receiver 📞|iphone 📱|computer 💻|desktop_computer 🖥️|keyboard ⌨️|floppy_disk 💾
file_folder 📁|open_file_folder 📂|card_index_dividers 🗂️|wastebasket 🗑️|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎
heavy_plus_sign ➕|heavy_minus_sign ➖|question ❓|grey_question ❔|exclamation ❗|grey_exclamation ❕|bangbang ‼️|warning ⚠️|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑
rotating_light 🚨|sos 🆘|recycle ♻️|infinity ♾️|information_source ℹ️|red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵
large_purple_circle 🟣|white_circle ⚪|black_circle ⚫|red_square 🟥|large_green_square 🟩|large_yellow_square 🟨|white_large_square ⬜|black_large_square ⬛|small_blue_diamond 🔹
small_orange_diamond 🔸|arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|arrow_upper_right ↗️|arrow_lower_right ↘️|left_right_arrow ↔️|arrows_counterclockwise 🔄
repeat 🔁|fast_forward ⏩|arrow_forward ▶️|double_vertical_bar ⏸️|new 🆕|soon 🔜|back 🔙|top 🔝|zzz 💤|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|keycap_ten 🔟
checkered_flag 🏁|triangular_flag_on_post 🚩|white_flag 🏳️|de 🇩🇪|us 🇺🇸|gb 🇬🇧|fr 🇫🇷|es 🇪🇸|jp 🇯🇵|flag-in 🇮🇳|flag-br 🇧🇷|sob_face 😭|face_with_monocle 🧐|mirror 🪞|ladder 🪜|bricks 🧱
ice_cube 🧊|lifebuoy 🛟|ring_buoy 🛟|compass 🧭|anchor ⚓|parachute 🪂|magnet 🧲|crystal_ball 🔮|nazar_amulet 🧿|abacus 🧮|receipt 🧾|scroll 📜|ledger 📒|mountain ⛰️
`;

const characters = new Map(
  LISTED.trim().split(/[|\n]/).map((entry) => {
    const [name, character] = entry.split(" ");
    return [name, character];
  }),
);

const SHORTCODE = /:([a-z0-9_+-]+)(?:::skin-tone-\d)?:/g;

export const emojiOf = (name) => characters.get(name) ?? null;

export function withEmoji(text) {
  return text.replace(SHORTCODE, (whole, name) => emojiOf(name) ?? whole);
}
