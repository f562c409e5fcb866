// The shortcodes that apps commonly write. An unknown one stays as typed, as in Slack.
const TABLE = `
tada 🎉|confetti_ball 🎊|trophy 🏆|medal 🏅|first_place_medal 🥇|second_place_medal 🥈|third_place_medal 🥉|sports_medal 🏅|star ⭐|star2 🌟|sparkles ✨|fire 🔥|rocket 🚀|dart 🎯|
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|moneybag 💰|dollar 💵|euro 💶|money_with_wings 💸|credit_card 💳|handshake 🤝|clap 👏|raised_hands 🙌|muscle 💪|
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|wave 👋|pray 🙏|point_right 👉|point_left 👈|point_up ☝️|point_down 👇|
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|warning ⚠️|no_entry ⛔|no_entry_sign 🚫|question ❓|grey_question ❔|exclamation ❗|information_source ℹ️|bulb 💡|
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫|large_green_square 🟩|large_red_square 🟥|
arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|arrow_upper_right ↗️|arrow_lower_right ↘️|left_right_arrow ↔️|arrows_counterclockwise 🔄|repeat 🔁|fast_forward ⏩|
hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|alarm_clock ⏰|clock1 🕐|calendar 📆|date 📅|spiral_calendar_pad 🗓️|memo 📝|pencil ✏️|pencil2 ✏️|clipboard 📋|bookmark 🔖|pushpin 📌|round_pushpin 📍|paperclip 📎|
link 🔗|mag 🔍|mag_right 🔎|key 🔑|lock 🔒|unlock 🔓|bell 🔔|no_bell 🔕|speech_balloon 💬|email 📧|envelope ✉️|telephone_receiver 📞|phone ☎️|iphone 📱|computer 💻|gear ⚙️|wrench 🔧|hammer 🔨|package 📦|inbox_tray 📥|outbox_tray 📤|wastebasket 🗑️|
eyes 👀|brain 🧠|seedling 🌱|evergreen_tree 🌲|deciduous_tree 🌳|sunny ☀️|cloud ☁️|umbrella ☔|snowflake ❄️|rainbow 🌈|zap ⚡|boom 💥|100 💯|heart ❤️|green_heart 💚|blue_heart 💙|yellow_heart 💛|purple_heart 💜|broken_heart 💔|
smile 😄|slightly_smiling_face 🙂|grinning 😀|grin 😁|joy 😂|wink 😉|blush 😊|sunglasses 😎|thinking_face 🤔|neutral_face 😐|confused 😕|cry 😢|sob 😭|scream 😱|partying_face 🥳|robot_face 🤖|see_no_evil 🙈|
gift 🎁|balloon 🎈|crown 👑|gem 💎|coffee ☕|beers 🍻|cake 🍰|house 🏠|office 🏢|factory 🏭|truck 🚚|car 🚗|airplane ✈️|earth_africa 🌍|flag-se 🇸🇪|checkered_flag 🏁|triangular_flag_on_post 🚩|
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|heavy_plus_sign ➕|heavy_minus_sign ➖|small_red_triangle 🔺|small_red_triangle_down 🔻|black_small_square ▪️|white_small_square ▫️|thread 🧵|abacus 🧮|compass 🧭|classical_building 🏛️`;

const EMOJI = new Map(
  TABLE.split("|").map((entry) => {
    const [name, sign] = entry.trim().split(" ");
    return [name, sign];
  }),
);

/** The sign for a shortcode without its colons, or undefined. Skin tones are left out. */
export const emoji = (name) => EMOJI.get(name.replace(/::skin-tone-\d$/, ""));

/** Plain text with its known :shortcodes: replaced. */
export const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+\-']+(?:::skin-tone-\d)?):/g, (whole, name) => emoji(name) || whole);
