"""The formulas: one plain function for each quantity.

A function is named for the quantity it returns, and its parameters name the quantities it needs: the signatures are
the graph. The first line of a docstring is the quantity's name and, in brackets, its unit; the rest says where the
method comes from. A body is one `return` over + - * /, so that it can be called with numbers, with units, or with
symbols. Constants are assumptions, never literals here.
"""

from calc.arithmetic import Arithmetic as Q

# ── Pictures and latents ─────────────────────────────────────────────────────


def image_pixels(image_side: Q) -> Q:
    """Pixels in the example image [pixel].

    The square of its side.
    """
    return image_side * image_side


def latents_per_side(image_side: Q, spatial_compression: Q) -> Q:
    """Side of the latent grid [latent_side].

    The autoencoder shrinks each side by the same factor.
    """
    return image_side / spatial_compression


def image_latents(latents_per_side: Q) -> Q:
    """Latents of the example image [latent].

    The square of the latent grid's side.
    """
    return latents_per_side * latents_per_side


def latent_reduction(image_pixels: Q, image_latents: Q) -> Q:
    """Pixels for each latent [pixel/latent].

    How many times fewer positions remain.
    """
    return image_pixels / image_latents


# ── DiT ──────────────────────────────────────────────────────────────────────


def dit_images_seen(dit_training_steps: Q, dit_batch_size: Q) -> Q:
    """Images seen while training DiT-XL/2 [image].

    Steps times batch size; repeats are counted.
    """
    return dit_training_steps * dit_batch_size


def imagenet_passes(dit_images_seen: Q, imagenet_images: Q) -> Q:
    """Passes over the whole of ImageNet [1].

    What the article's figures imply.
    """
    return dit_images_seen / imagenet_images


def imagenet_1k_passes(dit_images_seen: Q, imagenet_1k_images: Q) -> Q:
    """Passes over the part of ImageNet that DiT was trained on [1].

    The same division with the set that was really used.
    """
    return dit_images_seen / imagenet_1k_images


def dit_training_macs_counted(dit_macs_per_step: Q, training_passes: Q, dit_images_seen: Q) -> Q:
    """Multiply-accumulates to train DiT-XL/2, by the paper's rule [MAC].

    Every image seen costs one forward pass, and one backward pass that counts twice.
    """
    return dit_macs_per_step * training_passes * dit_images_seen


def dit_training_rounding(dit_training_macs_counted: Q, dit_training_macs: Q) -> Q:
    """Factor by which the article rounds the training compute of DiT-XL/2 down [1].

    The rule's result over the round number that the article uses.
    """
    return dit_training_macs_counted / dit_training_macs


def dit_training_compute(dit_training_macs: Q, operations_per_mac: Q) -> Q:
    """Compute to train DiT-XL/2 [FLOP].

    Multiply-accumulates times the operations counted for each.
    """
    return dit_training_macs * operations_per_mac


def h100_month(h100_peak: Q, training_utilization: Q, training_month: Q) -> Q:
    """What one H100 computes in a month [FLOP/GPU].

    Peak times utilization times the length of a month.
    """
    return h100_peak * training_utilization * training_month


def dit_training_gpus(dit_training_compute: Q, h100_month: Q) -> Q:
    """H100s to train DiT-XL/2 in a month [GPU].

    Total compute over what one GPU does in that time.
    """
    return dit_training_compute / h100_month


def dit_training_gpu_days(dit_training_compute: Q, h100_peak: Q, training_utilization: Q) -> Q:
    """Time to train DiT-XL/2 on one H100 [GPU*day].

    Total compute over the rate of one GPU.
    """
    return dit_training_compute / (h100_peak * training_utilization)


# ── Training Sora ────────────────────────────────────────────────────────────


def frames_per_clip(clip_length: Q, frame_rate: Q) -> Q:
    """Frames in one video [frame/clip].

    Length times frame rate.
    """
    return clip_length * frame_rate


def latent_frames_per_clip(frames_per_clip: Q, temporal_compression: Q) -> Q:
    """Latent frames in one video [latent_frame/clip].

    Frames left after compression along time.
    """
    return frames_per_clip / temporal_compression


def video_multiple(latent_frames_per_clip: Q, images_per_latent_frame: Q) -> Q:
    """Multiplier for video against a still image [image/clip].

    Each latent frame is taken to cost as much as one image of DiT.
    """
    return latent_frames_per_clip * images_per_latent_frame


def parameter_ratio(sora_parameters: Q, dit_parameters: Q) -> Q:
    """Parameters of Sora against those of DiT-XL/2 [1].

    The article rounds this to its multiplier for model size.
    """
    return sora_parameters / dit_parameters


def image_share(video_share: Q) -> Q:
    """Share of still images in Sora's training data [1].

    What is not video.
    """
    return 1 - video_share


def training_video_multiple(video_multiple: Q, video_share: Q) -> Q:
    """Multiplier for video, weighted by its share of the data [image/clip].

    Only the video part of the data carries the multiplier; the still images are neglected.
    """
    return video_multiple * video_share


def image_half_addition(image_share: Q, training_video_multiple: Q) -> Q:
    """What the neglected still images would add [clip/image].

    Their cost relative to that of the video part.
    """
    return image_share / training_video_multiple


def sora_training_compute(
    dit_training_compute: Q, model_multiple: Q, data_multiple: Q, training_video_multiple: Q
) -> Q:
    """Compute to train Sora [FLOP].

    DiT's training compute, scaled up by model, by data and by video.
    """
    return dit_training_compute * model_multiple * data_multiple * training_video_multiple


def sora_training_gpus(sora_training_compute: Q, h100_month: Q) -> Q:
    """H100s to train Sora in a month [GPU].

    Total compute over what one GPU does in that time.
    """
    return sora_training_compute / h100_month


def sora_training_gpus_derated(sora_training_gpus: Q, training_utilization: Q, serving_utilization: Q) -> Q:
    """H100s to train Sora in a month at the utilization expected when serving [GPU].

    The article lowers utilization for inference but not for training.
    """
    return sora_training_gpus * training_utilization / serving_utilization


# ── Inference ────────────────────────────────────────────────────────────────


def dit_step_compute(dit_macs_per_step: Q, operations_per_mac: Q) -> Q:
    """Compute of one DiT-XL/2 step [FLOP/diffusion_step/image].

    Multiply-accumulates times the operations counted for each.
    """
    return dit_macs_per_step * operations_per_mac


def dit_image_compute(dit_step_compute: Q, diffusion_steps: Q) -> Q:
    """Compute of one DiT-XL/2 image [FLOP/image].

    One step times the number of steps.
    """
    return dit_step_compute * diffusion_steps


def dit_break_even(dit_training_compute: Q, dit_image_compute: Q) -> Q:
    """Break-even point of DiT-XL/2 [image].

    Images after which inference has used as much compute as training.
    """
    return dit_training_compute / dit_image_compute


def dit_break_even_time(dit_break_even: Q, instagram_uploads: Q) -> Q:
    """DiT-XL/2's break-even point in Instagram uploads [day].

    How long Instagram takes to receive as many images.
    """
    return dit_break_even / instagram_uploads


def sora_step_compute(dit_step_compute: Q, model_multiple: Q, video_multiple: Q) -> Q:
    """Compute of one Sora step [FLOP/diffusion_step/clip].

    A step of DiT, scaled up by model and by video.
    """
    return dit_step_compute * model_multiple * video_multiple


def sora_clip_compute(sora_step_compute: Q, diffusion_steps: Q) -> Q:
    """Compute of one Sora video [FLOP/clip].

    One step times the number of steps.
    """
    return sora_step_compute * diffusion_steps


def sora_minute_compute(sora_clip_compute: Q, clip_length: Q) -> Q:
    """Compute of one minute of Sora video [FLOP/video_minute].

    One video over its length.
    """
    return sora_clip_compute / clip_length


def h100_output(h100_peak: Q, rate_utilization: Q, sora_minute_compute: Q) -> Q:
    """Sora video that one H100 makes [video_minute/hour/GPU].

    The rate of one GPU over the compute of one minute.
    """
    return h100_peak * rate_utilization / sora_minute_compute


def h100_time_per_minute(sora_minute_compute: Q, h100_peak: Q, rate_utilization: Q) -> Q:
    """H100 time for one minute of Sora video [GPU*minute/video_minute].

    The compute of one minute over the rate of one GPU.
    """
    return sora_minute_compute / (h100_peak * rate_utilization)


def break_even(sora_training_compute: Q, sora_minute_compute: Q) -> Q:
    """Break-even point of Sora [video_minute].

    Minutes after which inference has used as much compute as training.
    """
    return sora_training_compute / sora_minute_compute


def break_even_without_size(data_multiple: Q, video_share: Q, dit_break_even: Q, clip_length: Q) -> Q:
    """Break-even point of Sora by the short way [video_minute].

    Model size and frames stand on both sides of the division and cancel.
    """
    return data_multiple * video_share * dit_break_even * clip_length


def break_even_tiktok_time(break_even: Q, tiktok_minutes: Q) -> Q:
    """Sora's break-even point in TikTok uploads [day].

    How long TikTok takes to receive as many minutes.
    """
    return break_even / tiktok_minutes


def break_even_youtube_time(break_even: Q, youtube_minutes: Q) -> Q:
    """Sora's break-even point in YouTube uploads [day].

    How long YouTube takes to receive as many minutes.
    """
    return break_even / youtube_minutes


def break_even_time(break_even: Q, ai_minutes: Q) -> Q:
    """Time until inference overtakes training [day].

    At the demand of the scenario for TikTok and YouTube.
    """
    return break_even / ai_minutes


# ── Across models ────────────────────────────────────────────────────────────


def llama_document_compute(operations_per_parameter: Q, llama_parameters: Q, document_tokens: Q) -> Q:
    """Compute of one Llama 2 70B document [FLOP/document].

    The rule of thumb: operations for each parameter, parameters, tokens.
    """
    return operations_per_parameter * llama_parameters * document_tokens


def gpt4_active_parameters(gpt4_expert_parameters: Q, gpt4_active_experts: Q) -> Q:
    """GPT-4 parameters active in one forward pass [parameter].

    Only the chosen experts work on a token.
    """
    return gpt4_expert_parameters * gpt4_active_experts


def gpt4_document_compute(operations_per_parameter: Q, gpt4_active_parameters: Q, document_tokens: Q) -> Q:
    """Compute of one GPT-4 document [FLOP/document].

    The same rule of thumb over the active parameters.
    """
    return operations_per_parameter * gpt4_active_parameters * document_tokens


def dit_against_llama(dit_image_compute: Q, llama_document_compute: Q) -> Q:
    """A DiT-XL/2 image against a Llama 2 70B document [document/image].

    The ratio of their inference compute.
    """
    return dit_image_compute / llama_document_compute


def sora_against_dit(sora_clip_compute: Q, dit_image_compute: Q) -> Q:
    """A Sora video against a DiT-XL/2 image [image/clip].

    The ratio of their inference compute.
    """
    return sora_clip_compute / dit_image_compute


def sora_against_llama(sora_clip_compute: Q, llama_document_compute: Q) -> Q:
    """A Sora video against a Llama 2 70B document [document/clip].

    The ratio of their inference compute.
    """
    return sora_clip_compute / llama_document_compute


def sora_against_gpt4(sora_clip_compute: Q, gpt4_document_compute: Q) -> Q:
    """A Sora video against a GPT-4 document [document/clip].

    The ratio of their inference compute.
    """
    return sora_clip_compute / gpt4_document_compute


# ── Demand ───────────────────────────────────────────────────────────────────


def tiktok_minutes(tiktok_uploads: Q, tiktok_upload_length: Q) -> Q:
    """Video uploaded to TikTok [video_minute/day].

    Videos times their average length.
    """
    return tiktok_uploads * tiktok_upload_length


def tiktok_ai_minutes(tiktok_minutes: Q, tiktok_ai_share: Q) -> Q:
    """AI video on TikTok [video_minute/day].

    The share of uploaded minutes that AI makes.
    """
    return tiktok_minutes * tiktok_ai_share


def youtube_ai_minutes(youtube_minutes: Q, youtube_ai_share: Q) -> Q:
    """AI video on YouTube [video_minute/day].

    The share of uploaded minutes that AI makes.
    """
    return youtube_minutes * youtube_ai_share


def ai_minutes(tiktok_ai_minutes: Q, youtube_ai_minutes: Q) -> Q:
    """AI video on both platforms [video_minute/day].

    The sum that the published versions disagree on.
    """
    return tiktok_ai_minutes + youtube_ai_minutes


def steady_gpus(ai_minutes: Q, h100_output: Q) -> Q:
    """H100s to make that video at an even pace [GPU].

    Demand over the output of one GPU.
    """
    return ai_minutes / h100_output


def utilization_multiple(rate_utilization: Q, serving_utilization: Q) -> Q:
    """Multiplier for real utilization [1].

    The utilization assumed so far over the one to be expected.
    """
    return rate_utilization / serving_utilization


def demand_multiple(utilization_multiple: Q, peak_to_mean: Q, candidates_per_upload: Q) -> Q:
    """The three multipliers together [1].

    Utilization, peak load and candidates.
    """
    return utilization_multiple * peak_to_mean * candidates_per_upload


def peak_gpus(steady_gpus: Q, demand_multiple: Q) -> Q:
    """H100s needed at the peak [GPU].

    The even-paced fleet times the three multipliers.
    """
    return steady_gpus * demand_multiple


# ── Where the printed numbers came from ──────────────────────────────────────


def peak_against_printed(peak_gpus: Q, printed_peak_gpus: Q) -> Q:
    """The corrected peak against the printed one [1].

    How far the headline understates its own assumptions.
    """
    return peak_gpus / printed_peak_gpus


def steady_gpus_of_printed_sum(printed_ai_minutes: Q, printed_h100_output: Q) -> Q:
    """H100s that follow from the sum in the English and Japanese versions [GPU].

    The division those versions print, worked out.
    """
    return printed_ai_minutes / printed_h100_output


def steady_gpus_of_wrong_sum(printed_ai_minutes_wrong: Q, printed_h100_output: Q) -> Q:
    """H100s that follow from the sum in the Chinese and Vietnamese versions [GPU].

    The division those versions print, worked out.
    """
    return printed_ai_minutes_wrong / printed_h100_output


def peak_gpus_of_printed_steady(printed_steady_gpus: Q, demand_multiple: Q) -> Q:
    """H100s at the peak that follow from the printed number before the multipliers [GPU].

    The product that should have been printed beside it.
    """
    return printed_steady_gpus * demand_multiple


def printed_steady_gpus_rounded(printed_peak_gpus: Q, demand_multiple: Q) -> Q:
    """H100s before the multipliers that the printed peak implies [GPU].

    The printed peak over the three multipliers.
    """
    return printed_peak_gpus / demand_multiple


def break_even_of_printed_compute(sora_training_compute: Q, printed_sora_clip_compute: Q, clip_length: Q) -> Q:
    """Sora's break-even point from the rounded compute of one minute [video_minute].

    The article divides by its own rounded figure.
    """
    return sora_training_compute / (printed_sora_clip_compute / clip_length)


def sora_clip_compute_of_printed_step(
    printed_dit_macs_per_step: Q, model_multiple: Q, video_multiple: Q, diffusion_steps: Q
) -> Q:
    """Compute of one Sora video from the printed compute of a step [FLOP/clip].

    The article's own route, from the figure that it cut short.
    """
    return printed_dit_macs_per_step * model_multiple * video_multiple * diffusion_steps


def break_even_of_printed_step(sora_training_compute: Q, sora_clip_compute_of_printed_step: Q, clip_length: Q) -> Q:
    """Sora's break-even point from the printed compute of a step [video_minute].

    What the same division gives without rounding in between.
    """
    return sora_training_compute / (sora_clip_compute_of_printed_step / clip_length)


def youtube_share_of_wrong_sum(printed_ai_minutes_wrong: Q, tiktok_ai_minutes: Q, youtube_minutes: Q) -> Q:
    """YouTube share that would give the wrong sum [1].

    With TikTok's share as the article states it.
    """
    return (printed_ai_minutes_wrong - tiktok_ai_minutes) / youtube_minutes


def tiktok_share_of_wrong_sum(printed_ai_minutes_wrong: Q, youtube_ai_minutes: Q, tiktok_minutes: Q) -> Q:
    """TikTok share that would give the wrong sum [1].

    With YouTube's share as the article states it.
    """
    return (printed_ai_minutes_wrong - youtube_ai_minutes) / tiktok_minutes


# ── DiT, counted from its architecture ───────────────────────────────────────


def dit_tokens_per_side(latents_per_side: Q, dit_patch: Q) -> Q:
    """Side of the grid of tokens [token_side].

    The latent grid is cut into square patches.
    """
    return latents_per_side / dit_patch


def dit_tokens(dit_tokens_per_side: Q) -> Q:
    """Tokens of an image [token].

    Each patch becomes one token (the DiT paper's figure on patches).
    """
    return dit_tokens_per_side * dit_tokens_per_side


def dit_patch_values(dit_patch: Q, dit_latent_channels: Q) -> Q:
    """Numbers in a patch [channel].

    The latents of a patch, with all their numbers.
    """
    return dit_patch * dit_patch * dit_latent_channels


def dit_token_weights(dit_depth: Q, dit_query_key_value: Q, dit_mlp_ratio: Q, dit_width: Q) -> Q:
    """Weights of the matrices that every token passes [parameter].

    In each block: query, key and value; what gathers the heads; the MLP up and down.
    """
    return dit_depth * (dit_query_key_value + 1 + dit_mlp_ratio + dit_mlp_ratio) * dit_width * dit_width


def dit_adaln_weights(dit_depth: Q, dit_modulations: Q, dit_width: Q) -> Q:
    """Weights of the conditioning [parameter].

    In each block one matrix from the conditioning to all vectors that modulate the block.
    """
    return dit_depth * dit_modulations * dit_width * dit_width


def dit_patch_weights(dit_patch_values: Q, dit_width: Q) -> Q:
    """Weights of the patch embedding [parameter].

    One matrix from the numbers of a patch to a token.
    """
    return dit_patch_values * dit_width


def dit_timestep_weights(dit_timestep_frequencies: Q, dit_width: Q) -> Q:
    """Weights of the timestep embedding [parameter].

    Two matrices, one after the other.
    """
    return (dit_timestep_frequencies + dit_width) * dit_width


def dit_label_weights(dit_classes: Q, dit_null_classes: Q, dit_width: Q) -> Q:
    """Weights of the label embedding [parameter].

    A vector for each label. It is looked up, so nothing is multiplied.
    """
    return (dit_classes + dit_null_classes) * dit_width


def dit_final_modulation_weights(dit_final_modulations: Q, dit_width: Q) -> Q:
    """Weights that modulate the final layer [parameter].

    One matrix from the conditioning to a shift and a scale.
    """
    return dit_final_modulations * dit_width * dit_width


def dit_final_weights(dit_width: Q, dit_noise_outputs: Q, dit_patch_values: Q) -> Q:
    """Weights of the last matrix [parameter].

    From a token to all that is predicted for its patch.
    """
    return dit_width * dit_noise_outputs * dit_patch_values


def dit_block_biases(
    dit_depth: Q, dit_query_key_value: Q, dit_mlp_ratio: Q, dit_modulations: Q, dit_width: Q, dit_bias_input: Q
) -> Q:
    """Biases of the blocks [parameter].

    One for each output of each matrix.
    """
    return dit_depth * (dit_query_key_value + 1 + dit_mlp_ratio + 1 + dit_modulations) * dit_width * dit_bias_input


def dit_other_biases(
    dit_final_modulations: Q, dit_width: Q, dit_noise_outputs: Q, dit_patch_values: Q, dit_bias_input: Q
) -> Q:
    """Biases outside the blocks [parameter].

    Of the patch embedding, of the two matrices for the timestep, and of the final layer.
    """
    return ((dit_final_modulations + 1 + 1 + 1) * dit_width + dit_noise_outputs * dit_patch_values) * dit_bias_input


def dit_parameters_counted(
    dit_token_weights: Q,
    dit_adaln_weights: Q,
    dit_patch_weights: Q,
    dit_timestep_weights: Q,
    dit_label_weights: Q,
    dit_final_modulation_weights: Q,
    dit_final_weights: Q,
    dit_block_biases: Q,
    dit_other_biases: Q,
) -> Q:
    """Parameters of DiT-XL/2, counted [parameter].

    All weights and all biases; the fixed position embeddings are not counted.
    """
    return (
        dit_token_weights
        + dit_adaln_weights
        + dit_patch_weights
        + dit_timestep_weights
        + dit_label_weights
        + dit_final_modulation_weights
        + dit_final_weights
        + dit_block_biases
        + dit_other_biases
    )


def dit_token_macs(dit_token_weights: Q, dit_tokens: Q, macs_per_weight: Q) -> Q:
    """Multiply-accumulates of the matrices that every token passes [MAC/diffusion_step/image].

    Every weight is used once for each token.
    """
    return dit_token_weights * dit_tokens * macs_per_weight


def dit_attention_macs(dit_depth: Q, dit_attention_products: Q, dit_tokens: Q, dit_width: Q) -> Q:
    """Multiply-accumulates of attention [MAC/diffusion_step/image].

    In either product every token meets every token over the whole width.
    """
    return dit_depth * dit_attention_products * dit_tokens * dit_tokens * dit_width


def dit_adaln_macs(dit_adaln_weights: Q, dit_conditions: Q, macs_per_weight: Q) -> Q:
    """Multiply-accumulates of the conditioning [MAC/diffusion_step/image].

    Every weight is used once for the whole image.
    """
    return dit_adaln_weights * dit_conditions * macs_per_weight


def dit_patch_macs(dit_patch_weights: Q, dit_tokens: Q, macs_per_weight: Q) -> Q:
    """Multiply-accumulates of the patch embedding [MAC/diffusion_step/image].

    Every weight is used once for each patch.
    """
    return dit_patch_weights * dit_tokens * macs_per_weight


def dit_timestep_macs(dit_timestep_weights: Q, dit_conditions: Q, macs_per_weight: Q) -> Q:
    """Multiply-accumulates of the timestep embedding [MAC/diffusion_step/image].

    Every weight is used once for the whole image.
    """
    return dit_timestep_weights * dit_conditions * macs_per_weight


def dit_final_macs(
    dit_final_modulation_weights: Q, dit_conditions: Q, dit_final_weights: Q, dit_tokens: Q, macs_per_weight: Q
) -> Q:
    """Multiply-accumulates of the final layer [MAC/diffusion_step/image].

    Its modulation is worked out once for the image, its last matrix is applied to each token.
    """
    return (dit_final_modulation_weights * dit_conditions + dit_final_weights * dit_tokens) * macs_per_weight


def dit_macs_counted(
    dit_token_macs: Q,
    dit_attention_macs: Q,
    dit_adaln_macs: Q,
    dit_patch_macs: Q,
    dit_timestep_macs: Q,
    dit_final_macs: Q,
) -> Q:
    """Multiply-accumulates of one DiT-XL/2 step, counted [MAC/diffusion_step/image].

    The sum of all parts.
    """
    return dit_token_macs + dit_attention_macs + dit_adaln_macs + dit_patch_macs + dit_timestep_macs + dit_final_macs


def dit_attention_share(dit_attention_macs: Q, dit_macs_counted: Q) -> Q:
    """Share of attention in a DiT-XL/2 step [1].

    What its two products take of the whole.
    """
    return dit_attention_macs / dit_macs_counted


def dit_count_against_paper(dit_macs_counted: Q, dit_macs_per_step: Q) -> Q:
    """The count against the paper's figure [1].

    Multiply-accumulates counted, over what the DiT paper prints as flops.
    """
    return dit_macs_counted / dit_macs_per_step


# ── Break-even without any FLOP ──────────────────────────────────────────────


def dit_break_even_by_counting(training_passes: Q, dit_images_seen: Q, diffusion_steps: Q) -> Q:
    """Break-even point of DiT-XL/2, by counting passes [image].

    The compute of a pass stands on both sides of the division and cancels.
    """
    return training_passes * dit_images_seen / diffusion_steps


def break_even_by_counting(
    data_multiple: Q, video_share: Q, training_passes: Q, dit_images_seen: Q, diffusion_steps: Q, clip_length: Q
) -> Q:
    """Break-even point of Sora, by counting passes [video_minute].

    The short way, with DiT's break-even point counted as well.
    """
    return data_multiple * video_share * training_passes * dit_images_seen / diffusion_steps * clip_length


# ── How it aged: training ───────────────────────────────────────────────────────


def movie_gen_training_gpus(movie_gen_training_time: Q, training_month: Q) -> Q:
    """H100s to train Movie Gen in a month [GPU].

    The GPU time that was reported over the length of a month.
    """
    return movie_gen_training_time / training_month


def seaweed_training_gpus(seaweed_training_time: Q, training_month: Q) -> Q:
    """H100s to train Seaweed-7B in a month [GPU].

    The GPU time that was reported over the length of a month.
    """
    return seaweed_training_time / training_month


def open_sora_2_training_gpus(open_sora_2_training_time: Q, training_month: Q) -> Q:
    """H200s to train Open-Sora 2.0 in a month [GPU].

    The GPU time that was reported over the length of a month.
    """
    return open_sora_2_training_time / training_month


def open_sora_1_2_training_gpus(open_sora_1_2_training_time: Q, training_month: Q) -> Q:
    """H100s to train Open-Sora 1.2 in a month [GPU].

    The GPU time that was reported over the length of a month.
    """
    return open_sora_1_2_training_time / training_month


def open_sora_1_0_training_gpus(open_sora_1_0_training_time: Q, training_month: Q) -> Q:
    """H800s to train Open-Sora 1.0 in a month [GPU].

    The GPU time that was reported over the length of a month.
    """
    return open_sora_1_0_training_time / training_month


def open_sora_2_gpu_price(open_sora_2_cost: Q, open_sora_2_training_time: Q) -> Q:
    """Price of a GPU in the budget of Open-Sora 2.0 [dollar/hour/GPU].

    The cost of training over its GPU time.
    """
    return open_sora_2_cost / open_sora_2_training_time


def sora_training_gpus_in_practice(sora_training_gpus: Q, training_utilization: Q, step_video_utilization: Q) -> Q:
    """H100s to train Sora in a month at the utilization of Step-Video [GPU].

    The article's number, at a utilization that was reached in practice.
    """
    return sora_training_gpus * training_utilization / step_video_utilization


# ── How it aged: measured speed ─────────────────────────────────────────────────


def hunyuan_clip_length(hunyuan_clip_frames: Q, hunyuan_frame_rate: Q) -> Q:
    """Length of one HunyuanVideo clip [video_second/clip].

    Frames over frame rate.
    """
    return hunyuan_clip_frames / hunyuan_frame_rate


def hunyuan_pace(hunyuan_clip_frames: Q, hunyuan_frame_rate: Q, hunyuan_time: Q) -> Q:
    """Video that one H100 makes with HunyuanVideo [video_minute/hour/GPU].

    Frames over frame rate is the length of the clip; that over the time of one GPU is the pace.
    """
    return hunyuan_clip_frames / hunyuan_frame_rate / hunyuan_time


def flash_attention_pace(attention_test_frames: Q, hunyuan_frame_rate: Q, flash_attention_time: Q) -> Q:
    """Video that one H100 makes with HunyuanVideo and FlashAttention-3 [video_minute/hour/GPU].

    Frames over frame rate is the length of the clip; that over the time of one GPU is the pace.
    """
    return attention_test_frames / hunyuan_frame_rate / flash_attention_time


def sparse_attention_pace(attention_test_frames: Q, hunyuan_frame_rate: Q, sparse_attention_time: Q) -> Q:
    """Video that one H100 makes with HunyuanVideo and sparse attention [video_minute/hour/GPU].

    Frames over frame rate is the length of the clip; that over the time of one GPU is the pace.
    """
    return attention_test_frames / hunyuan_frame_rate / sparse_attention_time


def wan_pace(wan_clip_frames: Q, wan_frame_rate: Q, wan_time: Q) -> Q:
    """Video that one H100 makes with Wan 2.1 [video_minute/hour/GPU].

    Frames over frame rate is the length of the clip; that over the time of one GPU is the pace.
    """
    return wan_clip_frames / wan_frame_rate / wan_time


def open_sora_2_pace(open_sora_2_clip_frames: Q, hunyuan_frame_rate: Q, open_sora_2_time: Q) -> Q:
    """Video that one GPU makes with Open-Sora 2.0 [video_minute/hour/GPU].

    Frames over frame rate is the length of the clip; that over the time of one GPU is the pace.
    """
    return open_sora_2_clip_frames / hunyuan_frame_rate / open_sora_2_time


def open_sora_2_small_pace(open_sora_2_clip_frames: Q, hunyuan_frame_rate: Q, open_sora_2_small_time: Q) -> Q:
    """Video that one GPU makes with Open-Sora 2.0 at its small size [video_minute/hour/GPU].

    Frames over frame rate is the length of the clip; that over the time of one GPU is the pace.
    """
    return open_sora_2_clip_frames / hunyuan_frame_rate / open_sora_2_small_time


def step_video_pace(step_video_clip_frames: Q, step_video_frame_rate: Q, step_video_time: Q, step_video_gpus: Q) -> Q:
    """Video that one GPU makes with Step-Video [video_minute/hour/GPU].

    Frames over frame rate is the length of the clip; that over the time of all GPUs together is the pace.
    """
    return step_video_clip_frames / step_video_frame_rate / (step_video_time * step_video_gpus)


def ltx_pace(ltx_clip_length: Q, ltx_time: Q) -> Q:
    """Video that one H100 makes with LTX-Video [video_minute/hour/GPU].

    The length of the clip over the time of one GPU.
    """
    return ltx_clip_length / ltx_time


def pace_against_hunyuan(h100_output: Q, hunyuan_pace: Q) -> Q:
    """The article's pace against that of HunyuanVideo [1].

    Both for one H100.
    """
    return h100_output / hunyuan_pace


def hd_pixels(hd_width: Q, hd_height: Q) -> Q:
    """Pixels in the larger timed clips [pixel].

    Width times height.
    """
    return hd_width * hd_height


def hd_pixel_multiple(hd_pixels: Q, image_pixels: Q) -> Q:
    """Pixels in the larger timed clips against the example image [1].

    How much larger the picture is than the one that the article starts from.
    """
    return hd_pixels / image_pixels


def attention_share(flash_attention_part: Q, flash_attention_time: Q) -> Q:
    """Share of the time that attention takes [1].

    The time spent in attention over the time for the whole clip.
    """
    return flash_attention_part / flash_attention_time


def hunyuan_against_sora(hunyuan_clip_compute: Q, sora_clip_compute: Q) -> Q:
    """A HunyuanVideo clip against a Sora video [1].

    The ratio of their inference compute.
    """
    return hunyuan_clip_compute / sora_clip_compute


# ── How it aged: utilization ────────────────────────────────────────────────────


def hunyuan_utilization(hunyuan_clip_compute: Q, h100_peak: Q, hunyuan_time: Q) -> Q:
    """Utilization when making a HunyuanVideo clip [1].

    The compute of the clip over what one H100 could compute in the time.
    """
    return hunyuan_clip_compute / (h100_peak * hunyuan_time)


def flash_attention_utilization(flash_attention_compute: Q, h100_peak: Q, flash_attention_time: Q) -> Q:
    """Utilization when making a HunyuanVideo clip with FlashAttention-3 [1].

    The compute of the clip over what one H100 could compute in the time.
    """
    return flash_attention_compute / (h100_peak * flash_attention_time)


# ── How it aged: break-even ─────────────────────────────────────────────────────


def break_even_later_steps(break_even: Q, diffusion_steps: Q, later_diffusion_steps: Q) -> Q:
    """Break-even point of Sora with the diffusion steps of later models [video_minute].

    Fewer steps for the same data make a minute cheaper, and nothing else changes.
    """
    return break_even * diffusion_steps / later_diffusion_steps


def open_sora_2_break_even(open_sora_2_training_time: Q, open_sora_2_pace: Q) -> Q:
    """Break-even point of Open-Sora 2.0 [video_minute].

    What the GPU time of training would make as video.
    """
    return open_sora_2_training_time * open_sora_2_pace


def open_sora_2_small_break_even(open_sora_2_training_time: Q, open_sora_2_small_pace: Q) -> Q:
    """Break-even point of Open-Sora 2.0 at its small size [video_minute].

    What the GPU time of training would make as small video.
    """
    return open_sora_2_training_time * open_sora_2_small_pace


# ── How it aged: platforms ──────────────────────────────────────────────────────


def tiktok_measured_minutes(tiktok_measured_uploads: Q, tiktok_measured_length: Q) -> Q:
    """Video uploaded to TikTok, as measured [video_minute/day].

    Posts times the average length of a video.
    """
    return tiktok_measured_uploads * tiktok_measured_length


def tiktok_first_minutes(tiktok_first_uploads: Q, tiktok_measured_length: Q) -> Q:
    """Video uploaded to TikTok, as first measured [video_minute/day].

    Posts times the average length of a video.
    """
    return tiktok_first_uploads * tiktok_measured_length


def tiktok_measured_multiple(tiktok_measured_minutes: Q, tiktok_minutes: Q) -> Q:
    """Measured TikTok video against the article's [1].

    The measured minutes over those that the article starts from.
    """
    return tiktok_measured_minutes / tiktok_minutes


# ── How it aged: the product ────────────────────────────────────────────────────


def sora_price_gpu_time(sora_price: Q, h100_price: Q) -> Q:
    """H100 time that the price of a minute of Sora would buy [GPU*hour/video_minute].

    The price of the video over that of the GPU.
    """
    return sora_price / h100_price


def sora_price_pace(h100_price: Q, sora_price: Q) -> Q:
    """Pace at which the price of Sora would just pay for the GPU [video_minute/hour/GPU].

    The price of the GPU over that of the video.
    """
    return h100_price / sora_price
